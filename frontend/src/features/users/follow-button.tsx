// Follow somebody, or no longer: shown at once, taken back with a word when refused.
import { Link, useNavigate } from '@tanstack/react-router';
import { useMutation } from 'urql';
import { graphql } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { useSession } from '../../shared/session-context';
import { say } from '../../shared/ui/notices';
import { useWords } from './messages/words';

const FOLLOW = graphql(`
  mutation Follow($input: FollowUserInput!) {
    followUser(input: $input) { user { id viewerFollows counts { followers } } errors { code message } }
  }
`);
const UNFOLLOW = graphql(`
  mutation Unfollow($input: FollowUserInput!) {
    unfollowUser(input: $input) { user { id viewerFollows counts { followers } } errors { code message } }
  }
`);

interface Props {
  userId: string;
  handle: string;
  isFollowed: boolean;
}

export function FollowButton({ userId, handle, isFollowed }: Props) {
  const words = useWords();
  const { viewerId } = useSession();
  const navigate = useNavigate();
  const [, follow] = useMutation(FOLLOW);
  const [, unfollow] = useMutation(UNFOLLOW);
  if (viewerId === userId) {
    return (
      <Link to="/me" className="button">
        {words.ownPage}
      </Link>
    );
  }

  async function toggle() {
    if (!viewerId) return navigate({ to: '/sign-in', search: { to: `/people/${handle}` } });
    const input = { userId };
    const why = isFollowed
      ? await unfollow({ input }).then(({ error, data }) => refusalOf(error, data?.unfollowUser))
      : await follow({ input }).then(({ error, data }) => refusalOf(error, data?.followUser));
    if (why) say(words.followTakenBack({ why }));
  }

  return (
    <button type="button" className={isFollowed ? 'button' : 'button button-main'} aria-pressed={isFollowed} onClick={() => void toggle()}>
      {isFollowed ? words.following : words.follow}
    </button>
  );
}
