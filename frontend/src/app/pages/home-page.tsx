// Home: the latest articles, of everyone or of people the viewer follows.
import { Link, useSearch } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { useMessages } from '../../features/social/posts/messages/use-messages';
import { NewPostsButton } from '../../features/social/posts/new-posts';
import { PostCard, PostCardFields } from '../../features/social/posts/post-card';
import { graphql, type VariablesOf } from '../../shared/graphql/graphql';
import { readListState } from '../../shared/graphql/list-state';
import { useSession } from '../../shared/session-context';
import { ListView } from '../../shared/ui/list-view';
import { ShowMore } from '../../shared/ui/show-more';
import { type ShownPage, useShownPages } from '../../shared/ui/shown-pages';
import { EmptyState, Loading } from '../../shared/ui/state';
import '../../shared/ui/show-more.css';
import './home-page.css';

/** Below the articles, and not part of what home loads first. */
const LatestVideos = lazy(async () => ({
  default: (await import('../../features/video/videos/video-shelf')).LatestVideos,
}));

const FEED = graphql(
  `
    query Feed($scope: FeedScope!, $after: ID) {
      feed(scope: $scope, first: 13, after: $after) {
        edges {
          node {
            id
            pins(first: 1) {
              edges {
                node {
                  id
                  placeName
                }
              }
            }
            ...PostCardFields
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `,
  [PostCardFields],
);

const FOLLOWING_COUNT = graphql(`
  query FollowingCount {
    viewer {
      user {
        id
        counts {
          following
        }
      }
    }
  }
`);

export interface FeedSearch {
  following?: true | undefined;
}

export function HomePage() {
  const search: FeedSearch = useSearch({ from: '/shell/' });
  return (
    <div className="page">
      <FeedHeader />
      {/* Another list begins at its own first page. */}
      <Feed key={JSON.stringify(search)} {...search} />
    </div>
  );
}

function FeedHeader() {
  const { viewerId } = useSession();
  const messages = useMessages();
  return (
    <header className="feed-head">
      <h1>{messages.homeTitle}</h1>
      {viewerId ? (
        <nav aria-label={messages.feeds}>
          <Link to="/" search={{}} activeOptions={{ exact: true }}>
            {messages.everyone}
          </Link>
          <Link to="/" search={{ following: true }} activeOptions={{ exact: true }}>
            {messages.following}
          </Link>
        </nav>
      ) : null}
    </header>
  );
}

function Feed({ following }: FeedSearch) {
  const { api } = useSession();
  const { pages, reset } = useShownPages();
  const [shownIds, setShown] = useState<readonly string[] | null>(null);
  const feed = { scope: following ? ('FOLLOWING' as const) : ('ALL' as const) };

  async function reloadFeed() {
    await api.client.query(FEED, { ...feed, after: null }, { requestPolicy: 'network-only' });
    reset();
    scrollTo({ top: 0 });
  }

  return (
    <>
      {shownIds ? <NewPostsButton feed={feed} shown={shownIds} show={() => void reloadFeed()} /> : null}
      <div className="feed">
        {pages.map(({ after, showNext }) => (
          <FeedPage
            key={after}
            variables={{ ...feed, after }}
            empty={after === null ? following ? <EmptyFollowing /> : <EmptyFeed /> : null}
            onFirstPage={after === null ? setShown : null}
            showNext={showNext}
          />
        ))}
      </div>
      {/* Once the articles are there: it would be pushed down by them. */}
      {shownIds && !following ? (
        <Suspense fallback={null}>
          <LatestVideos />
        </Suspense>
      ) : null}
    </>
  );
}

interface FeedPageProps extends Pick<ShownPage, 'showNext'> {
  variables: VariablesOf<typeof FEED>;
  empty: ReactNode;
  /** Called with the ids of the first page's posts. */
  onFirstPage: ((ids: readonly string[]) => void) | null;
}

function FeedPage({ variables, empty, onFirstPage, showNext }: FeedPageProps) {
  const messages = useMessages();
  const [result, refetch] = useQuery({ query: FEED, variables });
  const list = readListState(result, result.data?.feed);
  const ids =
    list.kind === 'filled' ? JSON.stringify(list.items.map(({ id }) => id)) : list.kind === 'empty' ? '[]' : null;
  useEffect(() => {
    if (ids) onFirstPage?.(JSON.parse(ids) as string[]);
  }, [ids, onFirstPage]);

  return (
    <ListView
      list={list}
      waiting={<FeedSkeleton />}
      empty={empty}
      retry={() => refetch({ requestPolicy: 'network-only' })}
    >
      {(posts, pageInfo) => (
        <>
          {posts.map((post, place) => (
            <PostCard key={post.id} post={post} pins={post.pins} isLead={onFirstPage !== null && place === 0} />
          ))}
          <ShowMore pageInfo={pageInfo} showNext={showNext}>
            {messages.showMore}
          </ShowMore>
        </>
      )}
    </ListView>
  );
}

/** Why nothing is here: the viewer follows nobody, or nobody that they follow has published. */
function EmptyFollowing() {
  const messages = useMessages();
  const [{ data }] = useQuery({ query: FOLLOWING_COUNT, requestPolicy: 'network-only' });
  const count = data?.viewer?.user.counts.following;
  if (count === undefined) return <FeedSkeleton />;
  return (
    <EmptyState title={count === 0 ? messages.followingNobody : messages.nothingFollowed}>
      <p>{count === 0 ? messages.followingNobodyHint : messages.nothingFollowedHint}</p>
    </EmptyState>
  );
}

function EmptyFeed() {
  const messages = useMessages();
  return (
    <EmptyState title={messages.noArticlesAtAll}>
      <Link to="/write" className="button button-main">
        {messages.writeTheFirst}
      </Link>
    </EmptyState>
  );
}

function FeedSkeleton() {
  const messages = useMessages();
  return (
    <>
      <div className="feed-more">
        <Loading what={messages.loadingArticles} />
      </div>
      {[1, 2, 3].map((place) => (
        <span key={place} className="card-cover picture-waiting" aria-hidden="true" />
      ))}
    </>
  );
}
