// A person: who they are, what they published, and whether one follows them.
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useMutation, useQuery } from 'urql';
import { PostCard, PostCardFields } from '../../features/posts/post-card';
import { graphql } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { useSession } from '../../shared/session-context';
import { Avatar, AvatarFields } from '../../shared/ui/avatar';
import { say } from '../../shared/ui/notices';
import { Empty, Failed, Waiting } from '../../shared/ui/state';
import '../../features/users/users.css';

const PERSON = graphql(
  `
    query Person($handle: String!) {
      user(handle: $handle) {
        id
        handle
        displayName
        bio
        viewerFollows
        counts { posts followers following }
        posts(first: 24) { edges { node { id ...PostCardFields } } }
        ...AvatarFields
      }
    }
  `,
  [AvatarFields, PostCardFields],
);
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

export function PersonPage() {
  const { handle } = useParams({ from: '/shell/people/$handle' });
  const [{ data, error, fetching }, again] = useQuery({ query: PERSON, variables: { handle } });
  const user = data?.user;
  if (error && !user) return <Failed error={error} retry={() => again({ requestPolicy: 'network-only' })} />;
  if (!user && fetching) return <Waiting what="Looking for them" />;
  if (!user) return <Empty title={`Nobody goes by @${handle}`} />;
  const posts = user.posts?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
  return (
    <main className="page">
      <title>{`${user.displayName} · Waymark`}</title>
      <header className="person-head">
        <Avatar user={user} size={96} />
        <div className="person-words">
          <h1>{user.displayName}</h1>
          <p>
            @{user.handle} · {user.counts.posts} articles · {user.counts.followers} followers · {user.counts.following} following
          </p>
          {user.bio ? <p>{user.bio}</p> : null}
        </div>
        <FollowButton userId={user.id} handle={user.handle} isFollowed={user.viewerFollows ?? false} />
      </header>
      {posts.length === 0 ? <Empty title="Nothing is published yet" /> : null}
      <div className="feed">
        {posts.map((post) => (
          <PostCard key={post.id} post={post} />
        ))}
      </div>
    </main>
  );
}

function FollowButton({ userId, handle, isFollowed }: { userId: string; handle: string; isFollowed: boolean }) {
  const { viewerId } = useSession();
  const navigate = useNavigate();
  const [following, follow] = useMutation(FOLLOW);
  const [unfollowing, unfollow] = useMutation(UNFOLLOW);
  if (viewerId === userId) {
    return (
      <Link to="/me" className="button">
        Your own page
      </Link>
    );
  }

  async function toggle() {
    if (!viewerId) return navigate({ to: '/sign-in', search: { to: `/people/${handle}` } });
    const input = { userId };
    const refusal = isFollowed
      ? await unfollow({ input }).then(({ error, data }) => refusalOf(error, data?.unfollowUser))
      : await follow({ input }).then(({ error, data }) => refusalOf(error, data?.followUser));
    if (refusal) say(refusal);
  }

  return (
    <button type="button" className={isFollowed ? 'button' : 'button button-main'} aria-pressed={isFollowed} disabled={following.fetching || unfollowing.fetching} onClick={() => void toggle()}>
      {isFollowed ? 'Following' : 'Follow'}
    </button>
  );
}
