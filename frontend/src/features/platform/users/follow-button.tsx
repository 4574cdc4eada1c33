// The follow button. It changes at once, and back when the write fails.
import { Link, useNavigate } from '@tanstack/react-router';
import { useMutation } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { useSession } from '../../../shared/session-context';
import { notify } from '../../../shared/ui/notices';
import { useMessages } from './messages/use-messages';

const FOLLOW = graphql(`
  mutation Follow($input: FollowUserInput!) {
    followUser(input: $input) {
      user {
        id
        viewerFollows
        counts {
          followers
        }
      }
      errors {
        code
        message
        ... on RateLimited {
          retryAt
        }
      }
    }
  }
`);
const UNFOLLOW = graphql(`
  mutation Unfollow($input: FollowUserInput!) {
    unfollowUser(input: $input) {
      user {
        id
        viewerFollows
        counts {
          followers
        }
      }
      errors {
        code
        message
        ... on RateLimited {
          retryAt
        }
      }
    }
  }
`);

interface Props {
  userId: string;
  handle: string;
  isFollowed: boolean;
}

export function FollowButton({ userId, handle, isFollowed }: Props) {
  const messages = useMessages();
  const { viewerId } = useSession();
  const navigate = useNavigate();
  const [, follow] = useMutation(FOLLOW);
  const [, unfollow] = useMutation(UNFOLLOW);
  if (viewerId === userId) {
    return (
      <Link to="/me" className="button">
        {messages.editProfile}
      </Link>
    );
  }

  async function toggle() {
    if (!viewerId) return navigate({ to: '/sign-in', search: { to: `/people/${handle}` } });
    const input = { userId };
    const errorMessage = isFollowed
      ? await unfollow({ input }).then(({ error, data }) => describeWriteError(error, data?.unfollowUser))
      : await follow({ input }).then(({ error, data }) => describeWriteError(error, data?.followUser));
    if (errorMessage) notify(messages.couldNotSave({ why: errorMessage }));
  }

  return (
    <button
      type="button"
      className={isFollowed ? 'button' : 'button button-main'}
      aria-pressed={isFollowed}
      onClick={() => void toggle()}
    >
      {isFollowed ? messages.following : messages.follow}
    </button>
  );
}
