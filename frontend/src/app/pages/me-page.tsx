// The viewer's page: their articles, photos that need attention, and profile.
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useQuery } from 'urql';
import { type OwnPhoto, OwnPhotos, useOwnPhotos } from '../../features/social/photos/own-photos';
import { uploadQueue } from '../../features/platform/uploads/upload-queue';
import type { PhotoCounts } from '../../features/social/posts/own-list';
import { OwnPostFields, OwnPosts } from '../../features/social/posts/own-posts';
import { useMessages as usePostMessages } from '../../features/social/posts/messages/use-messages';
import { AvatarEditor, AvatarEditorFields } from '../../features/platform/profile/avatar-editor';
import { useMessages } from '../../features/platform/profile/messages/use-messages';
import { ProfileFields, ProfileForm } from '../../features/platform/profile/profile-form';
import { SignInCodes } from '../../features/platform/profile/sign-in-codes';
import { loadUserPool } from '../../shared/auth/session';
import { useMessages as useOrderMessages } from '../../features/shop/orders/messages/use-messages';
import { graphql } from '../../shared/graphql/graphql';
import { readListState } from '../../shared/graphql/list-state';
import { useSession } from '../../shared/session-context';
import { ErrorState, StatePage, Loading } from '../../shared/ui/state';
import './me-page.css';

const ME = graphql(
  `
    query Me {
      viewer {
        user {
          id
          handle
          displayName
          counts {
            published
            followers
            following
          }
          ...ProfileFields
          ...AvatarEditorFields
        }
        unreadNotifications
      }
    }
  `,
  [ProfileFields, AvatarEditorFields],
);
const OWN_POSTS = graphql(
  `
    query OwnPosts($after: ID) {
      viewer {
        user {
          id
        }
        posts(first: 100, after: $after) {
          edges {
            node {
              id
              ...OwnPostFields
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
  [OwnPostFields],
);

export function MePage() {
  const messages = useMessages();
  const orderMessages = useOrderMessages();
  const [{ data, error }, refetch] = useQuery({ query: ME });
  const reload = () => refetch({ requestPolicy: 'network-only' });
  const viewer = data?.viewer;
  if (!viewer)
    return (
      <StatePage name={messages.yourProfile}>
        {error ? <ErrorState isPage error={error} retry={reload} /> : <Loading what={messages.loading} />}
      </StatePage>
    );
  const { user, unreadNotifications } = viewer;
  return (
    <div className="page me">
      <title>{`${messages.yourProfile} · Waymark`}</title>
      <header className="me-head">
        <div>
          <h1 className="page-title" dir="auto">
            {user.displayName}
          </h1>
          <p className="me-counts">
            @{user.handle} · {messages.articles({ count: user.counts.published })} ·{' '}
            {messages.followers({ count: user.counts.followers })} ·{' '}
            {messages.following({ count: user.counts.following })}
          </p>
        </div>
        <p className="me-ways">
          <Link to="/write" className="button button-main">
            {messages.writeArticle}
          </Link>
          <Link to="/notifications" className="button">
            {unreadNotifications ? messages.newNotifications({ count: unreadNotifications }) : messages.notifications}
          </Link>
          <Link to="/learn" className="button">
            {messages.flashcards}
          </Link>
          <Link to="/orders" className="button">
            {orderMessages.yourOrders}
          </Link>
          <Link to="/sell" className="button">
            {messages.products}
          </Link>
          <Link to="/people/$handle" params={{ handle: user.handle }} className="button">
            {messages.viewPublicProfile}
          </Link>
          <SignOutButton />
        </p>
      </header>
      <OwnArticles />
      <section aria-labelledby="me-profile" className="me-profile">
        <h2 id="me-profile">{messages.profile}</h2>
        <AvatarEditor user={user} onChange={reload} />
        <ProfileForm user={user} reload={reload} />
      </section>
      <section aria-labelledby="me-sign-in" className="me-profile">
        <h2 id="me-sign-in">{messages.signIn}</h2>
        <SignInCodes />
      </section>
    </div>
  );
}

/** The viewer's articles and unfinished photos. All pages are loaded, so that filters and sorting cover everything. */
function OwnArticles() {
  const messages = usePostMessages();
  const photos = useOwnPhotos();
  const [after, setAfter] = useState<string | null>(null);
  const [isPaused, setPaused] = useState(false);
  const [result, refetch] = useQuery({ query: OWN_POSTS, variables: { after }, pause: isPaused });
  const { data, error, fetching } = result;
  const page = data?.viewer?.posts;
  const next = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;

  if (next && next !== after && !fetching && !isPaused) setAfter(next);

  /** During a bulk change the list does not update; afterwards it reloads from the start. */
  function setBulkRunning(isBusy: boolean) {
    setPaused(isBusy);
    if (!isBusy) setAfter(null);
  }

  const posts = page?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
  return (
    <>
      <OwnPhotos {...photos} />
      {error && !page ? <ErrorState error={error} retry={() => refetch({ requestPolicy: 'network-only' })} /> : null}
      {!page && !error ? <Loading what={messages.loadingYourArticles} /> : null}
      {page ? (
        <OwnPosts
          posts={posts}
          photoCounts={countByPost(photos)}
          isFullyLoaded={!next && readListState(result, page).kind !== 'waiting'}
          onBulkRunning={setBulkRunning}
        />
      ) : null}
    </>
  );
}

function countByPost({
  processing,
  failed,
}: {
  processing: readonly OwnPhoto[];
  failed: readonly OwnPhoto[];
}): Map<string, PhotoCounts> {
  const of = (photos: readonly OwnPhoto[], id: string) => photos.filter(({ postId }) => postId === id).length;
  const ids = [...processing, ...failed].flatMap(({ postId }) => (postId ? [postId] : []));
  return new Map(ids.map((id) => [id, { processing: of(processing, id), failed: of(failed, id) }]));
}

function SignOutButton() {
  const messages = useMessages();
  const { config, setIdentity } = useSession();
  const navigate = useNavigate();
  async function signOut() {
    uploadQueue.cancelAll();
    setIdentity(await (await loadUserPool(config)).signOut());
    await navigate({ to: '/' });
  }
  return (
    <button type="button" className="button button-plain" onClick={() => void signOut()}>
      {messages.signOut}
    </button>
  );
}
