// Writing: begin an article or go on with a draft; then its words, photos and places on one page.
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { lazy, Suspense, type SyntheticEvent, useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { PhotoEditorFields } from '../../features/media/photo-editor';
import { PhotoTray } from '../../features/media/photo-tray';
import { TakenOfferFields } from '../../features/media/taken-offers';
import { PinEditorFields } from '../../features/pins/pin-editor';
import { DraftForm } from '../../features/posts/draft-form';
import { DraftFields } from '../../features/posts/draft-saver';
import { useWords } from '../../features/posts/messages/words';
import { PublishBar, PublishFields } from '../../features/posts/publish-bar';
import { useDraft } from '../../features/posts/use-draft';
import { graphql, readFragment, type ResultOf } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { useSession } from '../../shared/session-context';
import { useLive } from '../../shared/graphql/use-live';
import { useWriteKey } from '../../shared/graphql/write-key';
import { textOf } from '../../shared/ui/fields';
import { Empty, Failed, StatePage, Waiting } from '../../shared/ui/state';
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
        authorId
        photos(first: 20) { eventsCursor edges { node { id ...PhotoEditorFields } } }
        ...DraftFields
        ...PublishFields
        ...PinEditorFields
        ...TakenOfferFields
      }
    }
  `,
  [PhotoEditorFields, DraftFields, PublishFields, PinEditorFields, TakenOfferFields],
);

export function BeginPage() {
  const words = useWords();
  const navigate = useNavigate();
  const [{ data }] = useQuery({ query: DRAFTS });
  const [{ fetching }, create] = useMutation(CREATE);
  const key = useWriteKey();
  const [problem, setProblem] = useState<string | null>(null);
  const drafts = data?.viewer?.drafts?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];

  async function begin(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault();
    const title = textOf(event.currentTarget, 'title') ?? '';
    const answer = await create({ input: { title, idempotencyKey: key.of({ title }) } });
    const post = answer.data?.createPost?.post;
    setProblem(refusalOf(answer.error, answer.data?.createPost));
    if (post) await navigate({ to: '/write/$postId', params: { postId: post.id } });
  }

  return (
    <div className="page page-narrow">
      <title>{`${words.newArticle} · Waymark`}</title>
      <h1 className="page-title">{words.newArticle}</h1>
      <form className="begin" onSubmit={(event) => void begin(event)}>
        <label className="field">
          {words.whatIsItCalled}
          <input className="input" name="title" required maxLength={200} />
          <small>{words.nobodySeesDrafts}</small>
        </label>
        {problem ? (
          <p className="problem" role="alert">
            {problem}
          </p>
        ) : null}
        <button type="submit" className="button button-main" disabled={fetching}>
          {words.begin}
        </button>
      </form>
      {drafts.length > 0 ? (
        <section aria-labelledby="drafts">
          <h2 id="drafts">{words.goOnWithDraft}</h2>
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
    </div>
  );
}

export function WritePage() {
  const { postId } = useParams({ from: '/shell/write/$postId' });
  const words = useWords();
  const [{ data, error, fetching, stale }, again] = useQuery({ query: DRAFT, variables: { id: postId } });
  const [opened, setOpened] = useState<string | null>(null);
  const { viewerId } = useSession();
  const post = data?.post?.authorId === viewerId ? data.post : null;
  const reread = () => again({ requestPolicy: 'network-only' });
  useLive({ document: ON_PHOTO_PROCESSING, variables: { postId }, cursor: post?.photos?.eventsCursor, reread, isPaused: !post });

  if (error && !post) return <StatePage name={words.writingPage}><Failed isPage error={error} retry={reread} /></StatePage>;
  // One writes on what the service has now, not on what this tab remembers; offline that has to do.
  if (post && !fetching && !stale && opened !== postId) setOpened(postId);
  if ((!post && fetching) || (post && opened !== postId)) return <StatePage name={words.writingPage}><Waiting what={words.openingDraft} /></StatePage>;
  if (!post) return <Empty title={words.noSuchArticle} isPage />;
  return <Writing key={post.id} post={post} />;
}

function Writing({ post }: { post: NonNullable<ResultOf<typeof DRAFT>['post']> }) {
  const { viewerId } = useSession();
  const words = useWords();
  const desk = useDraft(readFragment(DraftFields, post), viewerId ?? '');
  const photos = post.photos?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
  return (
    <div className="page write">
      <title>{`${words.writingPage} · Waymark`}</title>
      <h1 className="hidden">{words.writingPage}</h1>
      <DraftForm desk={desk} />
      <PhotoTray postId={post.id} photos={photos} places={post} />
      <Suspense fallback={<Waiting what={words.drawingMap} />}>
        <PinEditor post={post} />
      </Suspense>
      <PublishBar post={post} desk={desk} />
    </div>
  );
}
