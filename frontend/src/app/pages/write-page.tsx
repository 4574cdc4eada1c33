// Writing: begin an article or go on with a draft; then its words, photos and places on one page.
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { lazy, Suspense, type SyntheticEvent, useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { PhotoEditorFields } from '../../features/media/photo-editor';
import { PhotoTray } from '../../features/media/photo-tray';
import { PinEditorFields } from '../../features/pins/pin-editor';
import { DraftForm } from '../../features/posts/draft-form';
import { DraftFields } from '../../features/posts/draft-saver';
import { PublishBar, PublishFields } from '../../features/posts/publish-bar';
import { graphql } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { useLive } from '../../shared/graphql/use-live';
import { Empty, Failed, Waiting } from '../../shared/ui/state';
import { When } from '../../shared/ui/when';
import { ON_PHOTO_PROCESSING } from './article-page';
import './write-page.css';

const PinEditor = lazy(async () => ({ default: (await import('../../features/pins/pin-editor')).PinEditor }));

const DRAFTS = graphql(`
  query Drafts {
    viewer { user { id } drafts(first: 20) { edges { node { id title updatedAt } } } }
  }
`);
const CREATE = graphql(`
  mutation CreatePost($input: CreatePostInput!) {
    createPost(input: $input) { post { id } errors { code message } }
  }
`);
const DRAFT = graphql(
  `
    query Draft($id: ID!) {
      post(id: $id) {
        id
        photos(first: 20) { eventsCursor edges { node { id ...PhotoEditorFields } } }
        ...DraftFields
        ...PublishFields
        ...PinEditorFields
      }
    }
  `,
  [PhotoEditorFields, DraftFields, PublishFields, PinEditorFields],
);

export function BeginPage() {
  const navigate = useNavigate();
  const [{ data }] = useQuery({ query: DRAFTS });
  const [{ fetching }, create] = useMutation(CREATE);
  const [key] = useState(() => crypto.randomUUID());
  const [problem, setProblem] = useState<string | null>(null);
  const drafts = data?.viewer?.drafts?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];

  async function begin(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault();
    const title = new FormData(event.currentTarget).get('title');
    const answer = await create({ input: { title: typeof title === 'string' ? title : '', idempotencyKey: key } });
    const post = answer.data?.createPost?.post;
    setProblem(refusalOf(answer.error, answer.data?.createPost));
    if (post) await navigate({ to: '/write/$postId', params: { postId: post.id } });
  }

  return (
    <main className="page page-narrow">
      <title>Write · Waymark</title>
      <h1 className="page-title">A new article</h1>
      <form className="begin" onSubmit={(event) => void begin(event)}>
        <label className="field">
          What is it called?
          <input className="input" name="title" required maxLength={200} />
          <small>You can change it later. Nobody sees a draft but you.</small>
        </label>
        {problem ? (
          <p className="problem" role="alert">
            {problem}
          </p>
        ) : null}
        <button type="submit" className="button button-main" disabled={fetching}>
          Begin
        </button>
      </form>
      {drafts.length > 0 ? (
        <section aria-labelledby="drafts">
          <h2 id="drafts">Go on with a draft</h2>
          <ul className="begin-drafts">
            {drafts.map(({ id, title, updatedAt }) => (
              <li key={id}>
                <Link to="/write/$postId" params={{ postId: id }}>
                  {title}
                </Link>{' '}
                <small>
                  <When at={updatedAt} />
                </small>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </main>
  );
}

export function WritePage() {
  const { postId } = useParams({ from: '/shell/write/$postId' });
  const [{ data, error, fetching }, again] = useQuery({ query: DRAFT, variables: { id: postId } });
  const post = data?.post;
  const reread = () => again({ requestPolicy: 'network-only' });
  useLive({ document: ON_PHOTO_PROCESSING, variables: { postId }, cursor: post?.photos?.eventsCursor, reread, isPaused: !post });

  if (error && !post) return <Failed error={error} retry={reread} />;
  if (!post && fetching) return <Waiting what="Opening your draft" />;
  if (!post) return <Empty title="There is no such article of yours" />;
  const photos = post.photos?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
  return (
    <main className="page write">
      <title>Write · Waymark</title>
      <h1 className="hidden">Write</h1>
      <DraftForm key={post.id} draft={post} />
      <PhotoTray postId={post.id} photos={photos} />
      <Suspense fallback={<Waiting what="Drawing the map" />}>
        <PinEditor post={post} />
      </Suspense>
      <PublishBar post={post} />
    </main>
  );
}
