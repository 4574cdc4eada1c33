// One's own page: articles with their states, photos that need one, the profile, the way to the news and out.
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useQuery } from 'urql';
import { type OwnPhoto, OwnPhotos, useOwnPhotos } from '../../features/media/own-photos';
import { uploads } from '../../features/media/uploads';
import { OwnPostFields, OwnPosts, type PhotosOf } from '../../features/posts/own-posts';
import { useWords as usePostWords } from '../../features/posts/messages/words';
import { AvatarEditor, AvatarEditorFields } from '../../features/profile/avatar-editor';
import { useWords } from '../../features/profile/messages/words';
import { ProfileFields, ProfileForm } from '../../features/profile/profile-form';
import { pool } from '../../shared/auth/session';
import { graphql } from '../../shared/graphql/graphql';
import { useSession } from '../../shared/session-context';
import { Failed, StatePage, Waiting } from '../../shared/ui/state';
import './me-page.css';

const ME = graphql(
  `
    query Me {
      viewer {
        user { id handle displayName counts { posts followers following } ...ProfileFields ...AvatarEditorFields }
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
        user { id }
        posts(first: 100, after: $after) {
          edges { node { id ...OwnPostFields } }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  `,
  [OwnPostFields],
);

export function MePage() {
  const words = useWords();
  const [{ data, error }, again] = useQuery({ query: ME });
  const reread = () => again({ requestPolicy: 'network-only' });
  const viewer = data?.viewer;
  if (!viewer) return <StatePage name={words.you}>{error ? <Failed isPage error={error} retry={reread} /> : <Waiting what={words.openingYourPage} />}</StatePage>;
  const { user, unreadNotifications } = viewer;
  return (
    <div className="page me">
      <title>{`${words.you} · Waymark`}</title>
      <header className="me-head">
        <div>
          <h1 className="page-title">{user.displayName}</h1>
          <p className="me-counts">
            @{user.handle} · {words.articles({ count: user.counts.posts })} · {words.followers({ count: user.counts.followers })} · {words.following({ count: user.counts.following })}
          </p>
        </div>
        <p className="me-ways">
          <Link to="/write" className="button button-main">
            {words.writeArticle}
          </Link>
          <Link to="/notifications" className="button">
            {unreadNotifications ? words.newNotifications({ count: unreadNotifications }) : words.notifications}
          </Link>
          <Link to="/people/$handle" params={{ handle: user.handle }} className="button">
            {words.asOthersSeeYou}
          </Link>
          <SignOut />
        </p>
      </header>
      <Own />
      <section aria-labelledby="me-profile" className="me-profile">
        <h2 id="me-profile">{words.profile}</h2>
        <AvatarEditor user={user} changed={reread} />
        <ProfileForm user={user} reread={reread} />
      </section>
    </div>
  );
}

/** Articles and unfinished photos. All pages are read, one after the other, so that filters and orders tell the truth. */
function Own() {
  const words = usePostWords();
  const photos = useOwnPhotos();
  const [after, setAfter] = useState<string | null>(null);
  const [isPaused, setPaused] = useState(false);
  const [{ data, error, fetching }, again] = useQuery({ query: OWN_POSTS, variables: { after }, pause: isPaused });
  const page = data?.viewer?.posts;
  const next = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;

  if (next && next !== after && !fetching && !isPaused) setAfter(next);

  /** While several are changed the list stands still; afterwards it is read from its beginning. */
  function busy(isBusy: boolean) {
    setPaused(isBusy);
    if (!isBusy) setAfter(null);
  }

  const posts = page?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
  return (
    <>
      <OwnPhotos {...photos} />
      {error && !page ? <Failed error={error} retry={() => again({ requestPolicy: 'network-only' })} /> : null}
      {!page && !error ? <Waiting what={words.readingArticles} /> : null}
      {page ? <OwnPosts posts={posts} photosOf={byPost(photos)} isComplete={!next} busy={busy} /> : null}
    </>
  );
}

function byPost({ underWay, failed }: { underWay: readonly OwnPhoto[]; failed: readonly OwnPhoto[] }): Map<string, PhotosOf> {
  const of = (photos: readonly OwnPhoto[], id: string) => photos.filter(({ postId }) => postId === id).length;
  const ids = [...underWay, ...failed].flatMap(({ postId }) => (postId ? [postId] : []));
  return new Map(ids.map((id) => [id, { underWay: of(underWay, id), failed: of(failed, id) }]));
}

function SignOut() {
  const words = useWords();
  const { config, become } = useSession();
  const navigate = useNavigate();
  async function leave() {
    uploads.clear();
    become(await (await pool(config)).leave());
    await navigate({ to: '/' });
  }
  return (
    <button type="button" className="button button-plain" onClick={() => void leave()}>
      {words.signOut}
    </button>
  );
}
