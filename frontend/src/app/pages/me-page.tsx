// One's own page: drafts and articles with their states, photos that failed, the profile, the way out.
import { Link, useNavigate } from '@tanstack/react-router';
import { useMutation, useQuery } from 'urql';
import { RetryButton } from '../../features/media/retry-button';
import { Steps, StepsFields } from '../../features/media/steps';
import { PostCard, PostCardFields } from '../../features/posts/post-card';
import { ProfileForm, ProfileFields } from '../../features/users/profile-form';
import { pool } from '../../shared/auth/session';
import { graphql } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { useSession } from '../../shared/session-context';
import { say } from '../../shared/ui/notices';
import { Failed, Waiting } from '../../shared/ui/state';
import './me-page.css';

const ME = graphql(
  `
    query Me {
      viewer {
        user { id handle displayName ...ProfileFields }
        posts(first: 50) { edges { node { id title state ...PostCardFields } } }
        photos(state: FAILED, first: 20) { edges { node { id postId failure { retryable } ...StepsFields } } }
      }
    }
  `,
  [PostCardFields, ProfileFields, StepsFields],
);
const DELETE = graphql(`
  mutation DeletePost($input: DeletePostInput!) {
    deletePost(input: $input) { deletedId errors { code message } }
  }
`);

export function MePage() {
  const [{ data, error }, again] = useQuery({ query: ME });
  const viewer = data?.viewer;
  if (error && !viewer) return <Failed error={error} retry={() => again({ requestPolicy: 'network-only' })} />;
  if (!viewer) return <Waiting what="Opening your page" />;
  const posts = viewer.posts?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
  const failed = viewer.photos?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
  return (
    <main className="page">
      <title>You · Waymark</title>
      <header className="me-head">
        <h1 className="page-title">{viewer.user.displayName}</h1>
        <Link to="/people/$handle" params={{ handle: viewer.user.handle }} className="button">
          As others see you
        </Link>
        <SignOut />
      </header>
      {failed.length > 0 ? (
        <section aria-labelledby="me-failed">
          <h2 id="me-failed">Photos that need you</h2>
          <ul className="me-failed">
            {failed.map((photo) => (
              <li key={photo.id}>
                <Steps photo={photo} />
                {photo.failure?.retryable ? <RetryButton photoId={photo.id} /> : null}
                {photo.postId ? (
                  <Link to="/write/$postId" params={{ postId: photo.postId }}>
                    Open its article
                  </Link>
                ) : null}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <Posts title="Drafts" none="No drafts" posts={posts.filter(({ state }) => state === 'DRAFT')} />
      <Posts title="Published" none="Nothing is published yet" posts={posts.filter(({ state }) => state === 'PUBLISHED')} />
      <section aria-labelledby="me-profile" className="me-profile">
        <h2 id="me-profile">Profile</h2>
        <ProfileForm user={viewer.user} />
      </section>
    </main>
  );
}

interface PostsProps {
  title: string;
  none: string;
  posts: readonly (Parameters<typeof PostCard>[0]['post'] & { id: string; title: string })[];
}

function Posts({ title, none, posts }: PostsProps) {
  const [, remove] = useMutation(DELETE);

  async function deleteIt(id: string, called: string) {
    if (!confirm(`Delete “${called}” with its photos, pins and comments?`)) return;
    const { data, error } = await remove({ input: { id } });
    const refusal = refusalOf(error, data?.deletePost);
    if (refusal) say(refusal);
  }

  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {posts.length === 0 ? <p>{none}.</p> : null}
      <div className="feed">
        {posts.map((post) => (
          <div key={post.id}>
            <PostCard post={post} />
            <p className="me-actions">
              <Link to="/write/$postId" params={{ postId: post.id }} className="button">
                Edit
              </Link>
              <button type="button" className="button button-plain" onClick={() => void deleteIt(post.id, post.title)}>
                Delete
              </button>
            </p>
          </div>
        ))}
      </div>
    </section>
  );
}

function SignOut() {
  const { config, become } = useSession();
  const navigate = useNavigate();
  async function leave() {
    become(await (await pool(config)).leave());
    await navigate({ to: '/' });
  }
  return (
    <button type="button" className="button button-plain" onClick={() => void leave()}>
      Sign out
    </button>
  );
}
