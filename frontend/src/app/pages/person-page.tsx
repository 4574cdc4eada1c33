// A person's profile, published articles and places.
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Places } from '../../features/platform/map/pinned-places';
import { PostCard, PostCardFields } from '../../features/social/posts/post-card';
import { useMessages as useShopMessages } from '../../features/shop/catalogue/messages/use-messages';
import { ProductShelf, ProductShelfFields } from '../../features/shop/catalogue/product-shelf';
import { FollowButton } from '../../features/platform/users/follow-button';
import { useMessages } from '../../features/platform/users/messages/use-messages';
import { VideosOfPerson } from '../../features/video/videos/video-shelf';
import { graphql } from '../../shared/graphql/graphql';
import { readListState } from '../../shared/graphql/list-state';
import { ListView } from '../../shared/ui/list-view';
import { Avatar, AvatarFields } from '../../shared/ui/avatar';
import { ShowMore } from '../../shared/ui/show-more';
import { EmptyState, ErrorState, StatePage, Loading } from '../../shared/ui/state';
import { isolate } from '../../shared/text';
import './article-page.css';
import '../../features/platform/users/users.css';

const PERSON = graphql(
  `
    query Person($handle: String!) {
      user(handle: $handle) {
        id
        handle
        displayName
        bio
        viewerFollows
        counts {
          published
          followers
          following
        }
        products(first: 4) {
          edges {
            node {
              id
            }
          }
          ...ProductShelfFields
        }
        ...AvatarFields
      }
    }
  `,
  [AvatarFields, ProductShelfFields],
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
              pins(first: 20) {
                edges {
                  node {
                    id
                    placeName
                    position {
                      latitude
                      longitude
                    }
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
    }
  `,
  [PostCardFields],
);

export function PersonPage() {
  const { handle } = useParams({ from: '/shell/people/$handle' });
  const messages = useMessages();
  const shopMessages = useShopMessages();
  const [{ data, error, fetching }, refetch] = useQuery({ query: PERSON, variables: { handle } });
  const user = data?.user;
  if (!user && (error || fetching)) {
    return (
      <StatePage name={`@${handle}`}>
        {error ? (
          <ErrorState isPage error={error} retry={() => refetch({ requestPolicy: 'network-only' })} />
        ) : (
          <Loading what={messages.loading} />
        )}
      </StatePage>
    );
  }
  if (!user) {
    return (
      <EmptyState title={messages.notFound({ handle })} isPage>
        <Link to="/" className="button">
          {messages.seeLatest}
        </Link>
      </EmptyState>
    );
  }
  const { published, followers, following } = user.counts;
  return (
    <div className="page">
      <title>{`${isolate(user.displayName)} · Waymark`}</title>
      <header className="person-head">
        <Avatar user={user} size={96} />
        <div className="person-words">
          <h1 dir="auto">{user.displayName}</h1>
          <p>
            @{user.handle} · {messages.articles({ count: published })} · {messages.followers({ count: followers })} ·{' '}
            {messages.followingCount({ count: following })}
          </p>
          {isOldHandle(handle, user.handle) ? (
            <p role="status">{messages.handleChanged({ old: handle.replace(/^@/, ''), handle: user.handle })}</p>
          ) : null}
          {user.bio ? <p dir="auto">{user.bio}</p> : null}
        </div>
        <FollowButton userId={user.id} handle={user.handle} isFollowed={user.viewerFollows ?? false} />
      </header>
      {user.products?.edges.length ? (
        <ProductShelf products={user.products}>
          <Link to="/people/$handle/shop" params={{ handle: user.handle }}>
            {shopMessages.seeShop}
          </Link>
        </ProductShelf>
      ) : null}
      <PersonPosts key={user.handle} handle={user.handle} name={user.displayName} />
    </div>
  );
}

/** Whether a link has a handle that its person gave up: for 90 days it leads to them. */
function isOldHandle(linked: string, current: string): boolean {
  return linked.replace(/^@/, '').toLowerCase() !== current;
}

/** Their articles and below them, once these are there, their videos: nothing is pushed down. */
function PersonPosts({ handle, name }: { handle: string; name: string }) {
  const messages = useMessages();
  const [after, setAfter] = useState<string | null>(null);
  const [result, refetch] = useQuery({ query: THEIR_POSTS, variables: { handle, after } });
  return (
    <ListView
      list={readListState(result, result.data?.user?.posts)}
      waiting={<Loading what={messages.loading} />}
      empty={
        <>
          <EmptyState title={messages.nothingPublished} />
          <VideosOfPerson handle={handle} />
        </>
      }
      retry={() => refetch({ requestPolicy: 'network-only' })}
    >
      {(posts, pageInfo) => (
        <>
          <div className="feed">
            {posts.map((post) => (
              <PostCard key={post.id} post={post} pins={post.pins} />
            ))}
          </div>
          <ShowMore pageInfo={pageInfo} isBusy={result.fetching} showNext={setAfter}>
            {messages.showMore}
          </ShowMore>
          <VideosOfPerson handle={handle} />
          <Places
            title={name}
            pins={posts.flatMap(({ pins }) => pins?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [])}
          />
        </>
      )}
    </ListView>
  );
}
