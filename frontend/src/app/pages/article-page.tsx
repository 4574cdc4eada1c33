// An article: its photos and words, the places it is about, who likes it and what people say, all of it live.
import { Link, useParams } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { useWords } from '../../features/article/messages/words';
import { Places } from '../../features/article/places';
import { Share } from '../../features/article/share';
import { Comments } from '../../features/comments/comments';
import { LikeButton } from '../../features/likes/like-button';
import { Gallery } from '../../features/gallery/gallery';
import { PhotoFigureFields } from '../../features/gallery/photo-figure';
import { Likers } from '../../features/likes/likers';
import { Markdown } from '../../features/posts/markdown';
import { graphql, type ResultOf } from '../../shared/graphql/graphql';
import { useLive } from '../../shared/graphql/use-live';
import { useSession } from '../../shared/session-context';
import { Avatar, AvatarFields } from '../../shared/ui/avatar';
import { Empty, Failed, StatePage, Waiting } from '../../shared/ui/state';
import { When } from '../../shared/ui/when';
import './article-page.css';

const ARTICLE = graphql(
  `
    query Article($id: ID!) {
      post(id: $id) {
        id
        authorId
        title
        body
        tags
        state
        visibility
        updatedAt
        publishedAt
        viewerHasLiked
        counts { likes comments photos pins }
        author { id handle displayName bio ...AvatarFields }
        photos(first: 20) { eventsCursor edges { node { id ...PhotoFigureFields } } }
        pins(first: 100) { edges { node { id placeName position { latitude longitude } } } }
        likes(first: 1) { eventsCursor }
      }
    }
  `,
  [AvatarFields, PhotoFigureFields],
);
const ON_LIKES = graphql(`
  subscription OnLikes($postId: ID!) {
    onLikes(postId: $postId) { __typename id sequence postId subjectId likes }
  }
`);
export const ON_PHOTO_PROCESSING = graphql(`
  subscription OnPhotoProcessing($postId: ID!) {
    onPhotoProcessing(postId: $postId) {
      __typename
      id
      sequence
      at
      postId
      photoId
      step
      status
      attempt
      photoState
      labels { name confidence }
    }
  }
`);

type Article = NonNullable<ResultOf<typeof ARTICLE>['post']>;

export function ArticlePage() {
  const words = useWords();
  const { postId } = useParams({ from: '/shell/posts/$postId' });
  const [{ data, error, fetching }, again] = useQuery({ query: ARTICLE, variables: { id: postId } });
  const post = data?.post;
  const reread = () => again({ requestPolicy: 'network-only' });
  useLive({ document: ON_LIKES, variables: { postId }, cursor: post?.likes?.eventsCursor, reread, isPaused: !post });
  useLive({ document: ON_PHOTO_PROCESSING, variables: { postId }, cursor: post?.photos?.eventsCursor, reread, isPaused: !post });

  if (error && !post) return <StatePage name={words.article}><Failed isPage error={error} retry={reread} /></StatePage>;
  if (!post && fetching) return <Opening />;
  if (!post) return <Missing />;
  return <Shown post={post} />;
}

/** The article's shape until its words are here. */
function Opening() {
  const words = useWords();
  return (
    <div className="article article-opening">
      <title>{`${words.article} · Waymark`}</title>
      <header className="article-head" aria-hidden="true">
        <span className="picture-waiting" />
        <span className="picture-waiting" />
      </header>
      <Waiting what={words.opening} />
      <span className="picture-waiting article-opening-photo" aria-hidden="true" />
    </div>
  );
}

function Missing() {
  const words = useWords();
  return (
    <div className="page">
      <Empty title={words.missing} isPage>
        <Link to="/" className="button">
          {words.seeNew}
        </Link>
      </Empty>
    </div>
  );
}

function Shown({ post }: { post: Article }) {
  const photos = post.photos?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
  return (
    <div className="article">
      <title>{`${post.title} · Waymark`}</title>
      <Head post={post} />
      <Gallery photos={photos}>
        <div className="article-body">
          <Markdown text={post.body} />
          <Tags tags={post.tags} />
        </div>
      </Gallery>
      <Places title={post.title} pins={post.pins?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? []} />
      <div className="article-body">
        <Comments postId={post.id} authorId={post.authorId} count={post.counts.comments} />
      </div>
    </div>
  );
}

function Head({ post }: { post: Article }) {
  const words = useWords();
  const { viewerId } = useSession();
  const place = post.pins?.edges[0]?.node?.placeName;
  return (
    <header className="article-head">
      {place ? <p className="card-place">{place}</p> : null}
      <h1>{post.title}</h1>
      <p className="article-by">
        {post.author ? (
          <Link to="/people/$handle" params={{ handle: post.author.handle }}>
            <Avatar user={post.author} /> {post.author.displayName}
          </Link>
        ) : null}
        <When at={post.publishedAt ?? post.updatedAt} />
        {post.state === 'DRAFT' ? <strong>{words.draft}</strong> : null}
        {post.visibility === 'PUBLIC' ? null : <strong>{post.visibility === 'PRIVATE' ? words.onlyYou : words.followers}</strong>}
      </p>
      <p className="article-acts">
        <LikeButton subjectId={post.id} likes={post.counts.likes} isLiked={post.viewerHasLiked ?? false} />
        <Likers postId={post.id} />
        <Share title={post.title} />
        {viewerId === post.authorId ? (
          <Link to="/write/$postId" params={{ postId: post.id }} className="button">
            {words.edit}
          </Link>
        ) : null}
      </p>
    </header>
  );
}

function Tags({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return null;
  return (
    <p className="article-tags">
      {tags.map((tag) => (
        <Link key={tag} to="/search" search={{ tag }}>
          #{tag}
        </Link>
      ))}
    </p>
  );
}
