// A person: who they are, what they published and where, and whether one follows them.
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Places } from '../../features/article/places';
import { PostCard, PostCardFields } from '../../features/posts/post-card';
import { FollowButton } from '../../features/users/follow-button';
import { useWords } from '../../features/users/messages/words';
import { graphql } from '../../shared/graphql/graphql';
import { Avatar, AvatarFields } from '../../shared/ui/avatar';
import { Empty, Failed, StatePage, Waiting } from '../../shared/ui/state';
import './article-page.css';
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
        ...AvatarFields
      }
    }
  `,
  [AvatarFields],
);
const THEIR_POSTS = graphql(
  `
    query TheirPosts($handle: String!, $after: ID) {
      user(handle: $handle) {
        id
        posts(first: 24, after: $after) {
          edges {
            node {
              id
              title
              places: pins(first: 20) { edges { node { id placeName position { latitude longitude } } } }
              ...PostCardFields
            }
          }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  `,
  [PostCardFields],
);

export function PersonPage() {
  const { handle } = useParams({ from: '/shell/people/$handle' });
  const words = useWords();
  const [{ data, error, fetching }, again] = useQuery({ query: PERSON, variables: { handle } });
  const user = data?.user;
  if (!user && (error || fetching)) {
    return (
      <StatePage name={`@${handle}`}>
        {error ? <Failed isPage error={error} retry={() => again({ requestPolicy: 'network-only' })} /> : <Waiting what={words.lookingFor} />}
      </StatePage>
    );
  }
  if (!user) {
    return (
      <Empty title={words.nobody({ handle })} isPage>
        <Link to="/" className="button">
          {words.seeWhatIsNew}
        </Link>
      </Empty>
    );
  }
  const { posts, followers, following } = user.counts;
  return (
    <div className="page">
      <title>{`${user.displayName} · Waymark`}</title>
      <header className="person-head">
        <Avatar user={user} size={96} />
        <div className="person-words">
          <h1>{user.displayName}</h1>
          <p>
            @{user.handle} · {words.articles({ count: posts })} · {words.followers({ count: followers })} · {words.followingCount({ count: following })}
          </p>
          {user.bio ? <p>{user.bio}</p> : null}
        </div>
        <FollowButton userId={user.id} handle={user.handle} isFollowed={user.viewerFollows ?? false} />
      </header>
      <Posts key={user.handle} handle={user.handle} name={user.displayName} />
    </div>
  );
}

function Posts({ handle, name }: { handle: string; name: string }) {
  const words = useWords();
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error, fetching }, again] = useQuery({ query: THEIR_POSTS, variables: { handle, after } });
  const page = data?.user?.posts;
  const posts = page?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
  const pins = posts.flatMap(({ places }) => places?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? []);
  if (error && !page) return <Failed error={error} retry={() => again({ requestPolicy: 'network-only' })} />;
  if (!page) return <Waiting what={words.lookingFor} />;
  if (posts.length === 0) return <Empty title={words.nothingPublished} />;
  return (
    <>
      <div className="feed">
        {posts.map((post) => (
          <PostCard key={post.id} post={post} />
        ))}
      </div>
      {page.pageInfo.hasNextPage ? (
        <p className="feed-more">
          <button type="button" className="button" disabled={fetching} onClick={() => setAfter(page.pageInfo.endCursor)}>
            {words.showMore}
          </button>
        </p>
      ) : null}
      <Places title={name} pins={pins} />
    </>
  );
}
