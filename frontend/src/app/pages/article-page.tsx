// An article with its photos, text, places, likes and comments, all live.
import { Link, useLocation, useParams } from '@tanstack/react-router';
import { useMessages } from '../../features/social/article/messages/use-messages';
import { Places } from '../../features/platform/map/pinned-places';
import { Share } from '../../features/platform/sharing/share';
import { POST_COMMENTS, POST_LIKERS } from '../../features/social/article/reactions';
import { Comments, CommentsPageFields } from '../../features/platform/comments/comments';
import { ON_LIKES } from '../../features/platform/likes/events';
import { LikeButton } from '../../features/platform/likes/like-button';
import { useMessages as useShopMessages } from '../../features/shop/catalogue/messages/use-messages';
import { SourceProducts } from '../../features/shop/catalogue/source-products';
import { ArticleProducts } from '../../features/shop/catalogue/product-shelf';
import { Gallery } from '../../features/social/gallery/gallery';
import { PhotoFigureFields } from '../../features/social/gallery/photo-figure';
import { Likers } from '../../features/platform/likes/likers';
import { Markdown } from '../../features/social/article/markdown';
import { ON_PHOTO_PROCESSING } from '../../features/social/photos/events';
import { graphql, type ResultOf } from '../../shared/graphql/graphql';
import { RichMessage } from '../../shared/i18n/rich';
import { ListenToArticle } from '../../features/learning/narrations/listen-to-article';
import { ArticleReading } from '../../features/learning/speaking/article-reading';
import { ArticleFeedback } from '../../features/learning/writing/article-feedback';
import { SimilarArticles } from '../../features/learning/passages/similar-articles';
import { SuggestFlashcards } from '../../features/learning/flashcards/suggest-flashcards';
import { useLiveEvents } from '../../shared/graphql/use-live-events';
import { useOpening } from '../../shared/graphql/use-opening';
import { useSession } from '../../shared/session-context';
import { Avatar, AvatarFields } from '../../shared/ui/avatar';
import { EmptyState, ErrorState, StatePage, Loading } from '../../shared/ui/state';
import { TimeAgo } from '../../shared/ui/time-ago';
import { isolate } from '../../shared/text';
import { showVideo } from './article-video';
import './article-page.css';

const ArticleFields = graphql(
  `
    fragment ArticleFields on Post @_unmask {
      id
      authorId
      title
      body
      tags
      state
      visibility
      updatedAt
      publishedAt
      editedAt
      revision @include(if: $isSignedIn) {
        updatedAt
      }
      viewerHasLiked @include(if: $isSignedIn)
      likesEventsCursor
      counts {
        likes
        comments
        photos
        pins
      }
      author {
        id
        handle
        displayName
        bio
        ...AvatarFields
      }
      photos(first: 20) {
        eventsCursor
        edges {
          node {
            id
            ...PhotoFigureFields
          }
        }
      }
      pins(first: 100) {
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
    }
  `,
  [AvatarFields, PhotoFigureFields],
);

/** The article with its first comments, as the page opens. */
const ARTICLE = graphql(
  `
    query Article($id: ID!, $isSignedIn: Boolean!) {
      post(id: $id) {
        ...ArticleFields
        comments(first: 20) {
          ...CommentsPageFields
        }
      }
    }
  `,
  [ArticleFields, CommentsPageFields],
);

/** The article alone, as it changes. */
const CURRENT_ARTICLE = graphql(
  `
    query CurrentArticle($id: ID!, $isSignedIn: Boolean!) {
      post(id: $id) {
        ...ArticleFields
      }
    }
  `,
  [ArticleFields],
);

type Article = ResultOf<typeof ArticleFields>;

export function ArticlePage() {
  const messages = useMessages();
  const { postId } = useParams({ from: '/shell/posts/$postId' });
  const { viewerId } = useSession();
  const variables = { id: postId, isSignedIn: viewerId !== null };
  const { isOpened, state, refetch } = useOpening({ opening: ARTICLE, current: CURRENT_ARTICLE, variables });
  const { data, error, fetching } = state;
  const post = data?.post;
  const reload = () => refetch({ requestPolicy: 'network-only' });
  useLiveEvents({
    document: ON_LIKES,
    variables: { subjectId: postId },
    cursor: post?.likesEventsCursor,
    reload,
    isPaused: !post,
  });
  useLiveEvents({
    document: ON_PHOTO_PROCESSING,
    variables: { postId },
    cursor: post?.photos?.eventsCursor,
    reload,
    isPaused: !post,
  });

  if (error && !post)
    return (
      <StatePage name={messages.article}>
        <ErrorState isPage error={error} retry={reload} />
      </StatePage>
    );
  if (!post && (fetching || !isOpened)) return <ArticleSkeleton />;
  if (!post) return <ArticleNotFound />;
  return <ArticleContent post={post} isOpened={isOpened} />;
}

/** The article's shape while it loads. */
function ArticleSkeleton() {
  const messages = useMessages();
  return (
    <div className="article article-opening">
      <title>{`${messages.article} · Waymark`}</title>
      <header className="article-head" aria-hidden="true">
        <span className="picture-waiting" />
        <span className="picture-waiting" />
      </header>
      <Loading what={messages.loading} />
      <span className="picture-waiting article-opening-photo" aria-hidden="true" />
    </div>
  );
}

function ArticleNotFound() {
  const messages = useMessages();
  return (
    <div className="page">
      <EmptyState title={messages.notFound} isPage>
        <Link to="/" className="button">
          {messages.seeLatest}
        </Link>
      </EmptyState>
    </div>
  );
}

function ArticleContent({ post, isOpened }: { post: Article; isOpened: boolean }) {
  const { viewerId } = useSession();
  const fragment = useLocation({ select: ({ hash }) => hash });
  const photos = post.photos?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
  return (
    <div className="article">
      <title>{`${isolate(post.title)} · Waymark`}</title>
      <ArticleHeader post={post} />
      <Gallery photos={photos} details={(photoId) => <PhotoOffers post={post} photoId={photoId} />}>
        <div className="article-body">
          <ListenToArticle key={`${post.id} ${post.editedAt}`} subjectId={post.id} />
          <Markdown text={post.body} fragment={fragment} showVideo={showVideo} />
          {viewerId === post.authorId ? (
            <>
              <ArticleFeedback subjectId={post.id} text={post.body} article=".article .markdown" />
              <ArticleReading key={post.id} subjectId={post.id} text={post.body} />
            </>
          ) : null}
          <ArticleTags tags={post.tags} />
        </div>
      </Gallery>
      <Places title={post.title} pins={post.pins?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? []} />
      <ArticleProducts postId={post.id} />
      <div className="article-body">
        <Comments
          query={POST_COMMENTS}
          subjectId={post.id}
          ownerId={post.authorId}
          count={post.counts.comments}
          isOpened={isOpened}
        />
        <SimilarArticles key={post.id} subjectId={post.id} />
      </div>
    </div>
  );
}

function ArticleHeader({ post }: { post: Article }) {
  const messages = useMessages();
  const shopMessages = useShopMessages();
  const { viewerId } = useSession();
  const place = post.pins?.edges[0]?.node?.placeName;
  return (
    <header className="article-head">
      {place ? (
        <p className="card-place" dir="auto">
          {place}
        </p>
      ) : null}
      <h1 dir="auto">{post.title}</h1>
      <p className="article-by">
        {post.author ? (
          <Link to="/people/$handle" params={{ handle: post.author.handle }}>
            <Avatar user={post.author} /> <bdi>{post.author.displayName}</bdi>
          </Link>
        ) : null}
        <TimeAgo at={post.publishedAt ?? post.updatedAt} />
        {post.editedAt ? <EditedAt at={post.editedAt} /> : null}
        {post.revision ? <strong>{messages.unpublishedChanges}</strong> : null}
        {post.state === 'DRAFT' ? <strong>{messages.draft}</strong> : null}
        {post.visibility === 'PUBLIC' ? null : (
          <strong>{post.visibility === 'PRIVATE' ? messages.private : messages.followers}</strong>
        )}
      </p>
      <div className="article-acts">
        <LikeButton subjectId={post.id} likes={post.counts.likes} isLiked={post.viewerHasLiked ?? false} />
        <Likers query={POST_LIKERS} subjectId={post.id} />
        <Share title={post.title} />
        {viewerId === null ? null : <SuggestFlashcards subjectId={post.id} />}
        {viewerId === post.authorId ? (
          <>
            <Link to="/write/$postId" params={{ postId: post.id }} className="button">
              {messages.edit}
            </Link>
            {post.visibility === 'PUBLIC' && post.state === 'PUBLISHED' ? (
              <Link to="/sell/new" search={{ post: post.id }} className="button">
                {shopMessages.sellThis}
              </Link>
            ) : null}
          </>
        ) : null}
      </div>
    </header>
  );
}

/** What is made from a photo, and for its author the way to sell a print of it. */
function PhotoOffers({ post, photoId }: { post: Article; photoId: string }) {
  const messages = useShopMessages();
  const { viewerId } = useSession();
  const isSellable = viewerId === post.authorId && post.visibility === 'PUBLIC' && post.state === 'PUBLISHED';
  return (
    <section>
      <SourceProducts key={photoId} sourceId={photoId} />
      {isSellable ? (
        <Link to="/sell/new" search={{ post: post.id, photo: photoId }} className="button">
          {messages.sellPrint}
        </Link>
      ) : null}
    </section>
  );
}

function EditedAt({ at }: { at: string }) {
  const messages = useMessages();
  return (
    <span>
      <RichMessage text={messages.edited} parts={{ when: () => <TimeAgo at={at} /> }} />
    </span>
  );
}

function ArticleTags({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return null;
  return (
    <p className="article-tags">
      {tags.map((tag) => (
        <Link key={tag} to="/search" search={{ tag }}>
          <bdi>#{tag}</bdi>
        </Link>
      ))}
    </p>
  );
}
