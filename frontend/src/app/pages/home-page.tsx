// Home: the newest posts by their pictures; everybody's, or those of people one follows.
import { Link, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { useWords } from '../../features/posts/messages/words';
import { News } from '../../features/posts/news';
import { PostCard, PostCardFields } from '../../features/posts/post-card';
import { graphql, type VariablesOf } from '../../shared/graphql/graphql';
import { useSession } from '../../shared/session-context';
import { Empty, Failed, Waiting } from '../../shared/ui/state';
import './home-page.css';

const FEED = graphql(
  `
    query Feed($scope: FeedScope!, $after: ID) {
      feed(scope: $scope, first: 13, after: $after) {
        edges { node { id ...PostCardFields } }
        pageInfo { hasNextPage endCursor }
      }
    }
  `,
  [PostCardFields],
);

export interface FeedSearch {
  following?: true | undefined;
}

export function HomePage() {
  const search: FeedSearch = useSearch({ from: '/shell/' });
  return (
    <div className="page">
      <FeedHead />
      {/* Another list begins at its own first page. */}
      <Feed key={JSON.stringify(search)} {...search} />
    </div>
  );
}

function FeedHead() {
  const { viewerId } = useSession();
  const words = useWords();
  return (
    <header className="feed-head">
      <h1>{words.homeTitle}</h1>
      {viewerId ? (
        <nav aria-label={words.feeds}>
          <Link to="/" search={{}} activeOptions={{ exact: true }}>
            {words.everybody}
          </Link>
          <Link to="/" search={{ following: true }} activeOptions={{ exact: true }}>
            {words.following}
          </Link>
        </nav>
      ) : null}
    </header>
  );
}

function Feed({ following }: FeedSearch) {
  const { api } = useSession();
  const [pages, setPages] = useState<readonly (string | null)[]>([null]);
  const [shown, setShown] = useState<readonly string[] | null>(null);
  const list = { scope: following ? ('FOLLOWING' as const) : ('ALL' as const) };

  async function readAgain() {
    await api.client.query(FEED, { ...list, after: null }, { requestPolicy: 'network-only' });
    setPages([null]);
    scrollTo({ top: 0 });
  }

  return (
    <>
      {shown ? <News feed={list} shown={shown} show={() => void readAgain()} /> : null}
      {shown?.length === 0 ? <Nothing isFollowing={following === true} /> : null}
      <div className="feed">
        {pages.map((after, place) => (
          <Page
            key={after}
            variables={{ ...list, after }}
            setFirst={after === null ? setShown : null}
            next={place === pages.length - 1 ? (end) => setPages([...pages, end]) : null}
          />
        ))}
      </div>
    </>
  );
}

interface PageProps {
  variables: VariablesOf<typeof FEED>;
  /** Tell which posts the first page holds. */
  setFirst: ((ids: readonly string[]) => void) | null;
  /** Show the page after this one; null where it is shown already. */
  next: ((end: string | null) => void) | null;
}

/** A page asks for itself, so that a change of the list reads each shown page again and loses none. */
function Page({ variables, setFirst, next }: PageProps) {
  const words = useWords();
  const [{ data, error }, again] = useQuery({ query: FEED, variables });
  const page = data?.feed;
  const posts = page?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
  const ids = page ? JSON.stringify(posts.map(({ id }) => id)) : null;
  useEffect(() => {
    if (ids) setFirst?.(JSON.parse(ids) as string[]);
  }, [ids, setFirst]);

  if (error && !page) return <Failed error={error} retry={() => again({ requestPolicy: 'network-only' })} />;
  if (!page) return <FeedSkeleton />;
  return (
    <>
      {posts.map((post, place) => (
        <PostCard key={post.id} post={post} isLead={setFirst !== null && place === 0} />
      ))}
      {next && page.pageInfo.hasNextPage ? (
        <p className="feed-more">
          <button type="button" className="button" onClick={() => next(page.pageInfo.endCursor)}>
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
      <div className="feed-more">
        <Waiting what={words.lookingForPosts} />
      </div>
      {[1, 2, 3].map((place) => (
        <span key={place} className="card-cover picture-waiting" aria-hidden="true" />
      ))}
    </>
  );
}
