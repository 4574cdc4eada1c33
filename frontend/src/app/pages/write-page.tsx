// Writing: start an article or continue a draft; then its text, photos and places on one page.
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { lazy, Suspense, type SyntheticEvent, useRef, useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { FeedbackPanel } from '../../features/learning/writing/feedback-panel';
import { selectWords, typeOver } from '../../features/learning/writing/field-edits';
import { type PlacedFinding, replaceWords } from '../../features/learning/writing/places';
import { Underlines } from '../../features/learning/writing/underlines';
import { useFeedback } from '../../features/learning/writing/use-feedback';
import { ON_PHOTO_PROCESSING } from '../../features/social/photos/events';
import { PhotoEditorFields } from '../../features/social/photos/photo-editor';
import { PhotoTray } from '../../features/social/photos/photo-tray';
import { PinSuggestionFields } from '../../features/social/photos/pin-suggestions';
import { PinEditorFields } from '../../features/platform/map/pin-editor';
import { DraftForm } from '../../features/social/posts/draft-form';
import { insertParagraph } from '../../features/social/posts/paragraph-gap';
import { DraftFields } from '../../features/social/posts/draft-saver';
import { useMessages } from '../../features/social/posts/messages/use-messages';
import { PublishBar, PublishFields } from '../../features/social/posts/publish-bar';
import { type DraftEditor, useDraftEditor } from '../../features/social/posts/use-draft-editor';
import { graphql, readFragment, type ResultOf } from '../../shared/graphql/graphql';
import { describeWriteError } from '../../shared/graphql/write-errors';
import { useSession } from '../../shared/session-context';
import { useLiveEvents } from '../../shared/graphql/use-live-events';
import { useIdempotencyKey } from '../../shared/graphql/idempotency-key';
import { readTextField } from '../../shared/ui/fields';
import { EmptyState, ErrorState, StatePage, Loading } from '../../shared/ui/state';
import { TimeAgo } from '../../shared/ui/time-ago';
import { TextInput } from '../../shared/ui/text-field';
import { showVideo } from './article-video';
import './write-page.css';

const ChooseVideo = lazy(async () => ({
  default: (await import('../../features/video/videos/choose-video')).ChooseVideo,
}));
const PinEditor = lazy(async () => ({ default: (await import('../../features/platform/map/pin-editor')).PinEditor }));

const DRAFTS = graphql(`
  query Drafts {
    viewer {
      user {
        id
      }
      drafts(first: 20) {
        edges {
          node {
            id
            title
            updatedAt
          }
        }
      }
    }
  }
`);
const CREATE = graphql(`
  mutation CreatePost($input: CreatePostInput!) {
    createPost(input: $input) {
      post {
        id
      }
      errors {
        code
        message
        ... on RateLimited {
          retryAt
        }
      }
    }
  }
`);
const DRAFT = graphql(
  `
    query Draft($id: ID!) {
      post(id: $id) {
        id
        authorId
        photos(first: 20) {
          eventsCursor
          edges {
            node {
              id
              ...PhotoEditorFields
            }
          }
        }
        ...DraftFields
        ...PublishFields
        pins(first: 100) {
          ...PinEditorFields
        }
        ...TakenOfferFields
      }
    }
  `,
  [PhotoEditorFields, DraftFields, PublishFields, PinEditorFields, PinSuggestionFields],
);

export function NewArticlePage() {
  const messages = useMessages();
  const navigate = useNavigate();
  const [{ data }] = useQuery({ query: DRAFTS });
  const [{ fetching }, create] = useMutation(CREATE);
  const key = useIdempotencyKey();
  const [errorMessage, setErrorMessage] = useState<string | null>(null);
  const drafts = data?.viewer?.drafts?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];

  async function createArticle(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault();
    const title = readTextField(event.currentTarget, 'title') ?? '';
    const answer = await create({ input: { title, idempotencyKey: key.keyFor({ title }) } });
    const post = answer.data?.createPost?.post;
    setErrorMessage(describeWriteError(answer.error, answer.data?.createPost));
    if (post) await navigate({ to: '/write/$postId', params: { postId: post.id } });
  }

  return (
    <div className="page page-narrow">
      <title>{`${messages.newArticle} · Waymark`}</title>
      <h1 className="page-title">{messages.newArticle}</h1>
      <form className="begin" onSubmit={(event) => void createArticle(event)}>
        <label className="field">
          {messages.newTitle}
          <TextInput className="input" name="title" required maxCharacters={200} />
          <small>{messages.draftsArePrivate}</small>
        </label>
        {errorMessage ? (
          <p className="problem" role="alert">
            {errorMessage}
          </p>
        ) : null}
        <button type="submit" className="button button-main" disabled={fetching}>
          {messages.startWriting}
        </button>
      </form>
      {drafts.length > 0 ? (
        <section aria-labelledby="drafts">
          <h2 id="drafts">{messages.continueDraft}</h2>
          <ul className="begin-drafts">
            {drafts.map(({ id, title, updatedAt }) => (
              <li key={id}>
                <Link to="/write/$postId" params={{ postId: id }}>
                  <bdi>{title}</bdi>
                </Link>{' '}
                <small>
                  <TimeAgo at={updatedAt} />
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
  const messages = useMessages();
  const [{ data, error, fetching, stale }, refetch] = useQuery({ query: DRAFT, variables: { id: postId } });
  const [openedId, setOpenedId] = useState<string | null>(null);
  const { viewerId } = useSession();
  const post = data?.post?.authorId === viewerId ? data.post : null;
  const reload = () => refetch({ requestPolicy: 'network-only' });
  useLiveEvents({
    document: ON_PHOTO_PROCESSING,
    variables: { postId },
    cursor: post?.photos?.eventsCursor,
    reload,
    isPaused: !post,
  });

  if (error && !post)
    return (
      <StatePage name={messages.writingPage}>
        <ErrorState isPage error={error} retry={reload} />
      </StatePage>
    );
  // Edit the server's current version, not this tab's cached one; offline the cached one has to do.
  if (post && !fetching && !stale && openedId !== postId) setOpenedId(postId);
  if ((!post && fetching) || (post && openedId !== postId))
    return (
      <StatePage name={messages.writingPage}>
        <Loading what={messages.loadingDraft} />
      </StatePage>
    );
  if (!post) return <EmptyState title={messages.notYourArticle} isPage />;
  return <ArticleEditor key={post.id} post={post} />;
}

function ArticleEditor({ post }: { post: NonNullable<ResultOf<typeof DRAFT>['post']> }) {
  const { viewerId } = useSession();
  const messages = useMessages();
  const editor = useDraftEditor(readFragment(DraftFields, post), viewerId ?? '');
  const photos = post.photos?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
  return (
    <div className="page write">
      <title>{`${messages.writingPage} · Waymark`}</title>
      <h1 className="hidden">{messages.writingPage}</h1>
      <StoryWithFeedback postId={post.id} editor={editor} />
      <PhotoTray postId={post.id} photos={photos} places={post} />
      <Suspense fallback={<Loading what={messages.loadingMap} />}>
        <PinEditor subjectId={post.id} pins={post.pins} />
      </Suspense>
      <PublishBar post={post} editor={editor} />
    </div>
  );
}

/** The story, what may be wrong underlined in it, and the list of that beside it. */
function StoryWithFeedback({ postId, editor }: { postId: string; editor: DraftEditor }) {
  const { content, change } = editor;
  const field = useRef<HTMLTextAreaElement>(null);
  const feedback = useFeedback(postId, content.body);
  const { findings, currentId, setCurrent } = feedback;

  function show(finding: PlacedFinding) {
    setCurrent(finding.id);
    if (field.current) selectWords(field.current, finding);
  }

  function take(finding: PlacedFinding, suggestion: string) {
    if (field.current && typeOver(field.current, finding, suggestion)) return;
    change({ body: replaceWords(content.body, finding, suggestion) });
  }

  function addVideo(address: string) {
    const insertion = insertParagraph(content.body, field.current?.selectionEnd ?? content.body.length, address);
    if (field.current && typeOver(field.current, insertion, insertion.text)) return;
    const { start, end, text } = insertion;
    change({ body: content.body.slice(0, start) + text + content.body.slice(end) });
  }

  return (
    <>
      <DraftForm
        editor={editor}
        storyField={field}
        underText={
          <Underlines
            className="input draft-body"
            field={field}
            text={content.body}
            findings={findings ?? []}
            currentId={currentId}
            onCaret={setCurrent}
          />
        }
        beside={<FeedbackPanel feedback={feedback} text={content.body} show={show} take={take} />}
        showVideo={showVideo}
      />
      <Suspense>
        <ChooseVideo choose={addVideo} />
      </Suspense>
    </>
  );
}
