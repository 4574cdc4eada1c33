// Home: the newest posts by their pictures; everybody's, those of people one follows, or those under a tag or a label.
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useWords } from '../../features/posts/messages/words';
import { PostCard, PostCardFields } from '../../features/posts/post-card';
import { graphql } from '../../shared/graphql/graphql';
import { useSession } from '../../shared/session-context';
import { Empty, Failed, Waiting } from '../../shared/ui/state';
import './home-page.css';

const FEED = graphql(
  `
    query Feed($scope: FeedScope!, $tag: String, $label: String, $after: ID) {
      feed(scope: $scope, tag: $tag, label: $label, first: 13, after: $after) {
        edges { node { id ...PostCardFields } }
        pageInfo { hasNextPage endCursor }
      }
    }
  `,
  [PostCardFields],
);

export interface FeedSearch {
  following?: true | undefined;
  tag?: string | undefined;
  label?: string | undefined;
}

export function HomePage() {
  const search: FeedSearch = useSearch({ from: '/shell/' });
  return (
    <main className="page">
      <FeedHead {...search} />
      {/* Another list begins at its own first page. */}
      <Feed key={JSON.stringify(search)} {...search} />
    </main>
  );
}

function FeedHead({ following, tag, label }: FeedSearch) {
  const { viewerId } = useSession();
  const words = useWords();
  if (tag ?? label) {
    return (
      <header className="feed-head">
        <h1>{tag ? `#${tag}` : words.photosOf({ label: label?.toLowerCase() ?? '' })}</h1>
        <Link to="/">{words.allPosts}</Link>
      </header>
    );
  }
  return (
    <header className="feed-head">
      <h1>{words.homeTitle}</h1>
      {viewerId ? (
        <nav aria-label={words.feeds}>
          <Link to="/" search={{}} aria-current={following ? undefined : 'page'}>
            {words.everybody}
          </Link>
          <Link to="/" search={{ following: true }} aria-current={following ? 'page' : undefined}>
            {words.following}
          </Link>
        </nav>
      ) : null}
    </header>
  );
}

function Feed({ following, tag, label }: FeedSearch) {
  const words = useWords();
  const [after, setAfter] = useState<string | null>(null);
  const scope = following ? 'FOLLOWING' : 'ALL';
  const [{ data, error, fetching }, again] = useQuery({
    query: FEED,
    variables: { scope, tag: tag ?? null, label: label ?? null, after },
  });
  const posts = data?.feed?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];

  if (error && posts.length === 0) return <Failed error={error} retry={() => again({ requestPolicy: 'network-only' })} />;
  if (!data) return <FeedSkeleton />;
  if (posts.length === 0) return <Nothing isFollowing={following === true} />;
  const next = data.feed?.pageInfo;
  return (
    <>
      <div className="feed">
        {posts.map((post, place) => (
          <PostCard key={post.id} post={post} isLead={place === 0} />
        ))}
      </div>
      {next?.hasNextPage ? (
        <p className="feed-more">
          <button type="button" className="button" disabled={fetching} onClick={() => setAfter(next.endCursor ?? null)}>
            {words.showMore}
          </button>
        </p>
      ) : null}
    </>
  );
}

function Nothing({ isFollowing }: { isFollowing: boolean }) {
  const words = useWords();
  if (isFollowing) {
    return (
      <Empty title={words.followNobody}>
        <p>{words.followSomebody}</p>
      </Empty>
    );
  }
  return (
    <Empty title={words.nothingYet}>
      <Link to="/write" className="button button-main">
        {words.writeTheFirst}
      </Link>
    </Empty>
  );
}

function FeedSkeleton() {
  const words = useWords();
  return (
    <>
      <Waiting what={words.lookingForPosts} />
      <div className="feed" aria-hidden="true">
        {[1, 2, 3].map((place) => (
          <span key={place} className="card-cover picture-waiting" />
        ))}
      </div>
    </>
  );
}
