// Home: the newest posts by their pictures; everybody's, those of people one follows, or those under a tag or a label.
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useQuery } from 'urql';
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
  if (tag ?? label) {
    return (
      <header className="feed-head">
        <h1>{tag ? `#${tag}` : `Photos of ${label?.toLowerCase() ?? ''}`}</h1>
        <Link to="/">All posts</Link>
      </header>
    );
  }
  return (
    <header className="feed-head">
      <h1>Places, seen by people</h1>
      {viewerId ? (
        <nav aria-label="Feeds">
          <Link to="/" search={{}} aria-current={following ? undefined : 'page'}>
            Everybody
          </Link>
          <Link to="/" search={{ following: true }} aria-current={following ? 'page' : undefined}>
            Following
          </Link>
        </nav>
      ) : null}
    </header>
  );
}

function Feed({ following, tag, label }: FeedSearch) {
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
            Show more
          </button>
        </p>
      ) : null}
    </>
  );
}

function Nothing({ isFollowing }: { isFollowing: boolean }) {
  if (isFollowing) {
    return (
      <Empty title="You follow nobody yet">
        <p>Follow people whose articles you like, and what they publish comes here.</p>
      </Empty>
    );
  }
  return (
    <Empty title="Nothing is here yet">
      <Link to="/write" className="button button-main">
        Write the first article
      </Link>
    </Empty>
  );
}

function FeedSkeleton() {
  return (
    <>
      <Waiting what="Looking for the newest posts" />
      <div className="feed" aria-hidden="true">
        {[1, 2, 3].map((place) => (
          <span key={place} className="card-cover picture-waiting" />
        ))}
      </div>
    </>
  );
}
