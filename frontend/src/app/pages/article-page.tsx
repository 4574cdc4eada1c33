// An article: its photos and words, the places it is about, who likes it and what people say, all of it live.
import { Link, useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useQuery } from 'urql';
import { Comments } from '../../features/comments/comments';
import { LikeButton } from '../../features/likes/like-button';
import { PhotoFigure, PhotoFigureFields } from '../../features/media/photo-figure';
import { Markdown } from '../../features/posts/markdown';
import { graphql, type ResultOf } from '../../shared/graphql/graphql';
import { useLive } from '../../shared/graphql/use-live';
import { useSession } from '../../shared/session-context';
import { Avatar, AvatarFields } from '../../shared/ui/avatar';
import { Empty, Failed, Waiting } from '../../shared/ui/state';
import { When } from '../../shared/ui/when';
import './article-page.css';

const WorldMap = lazy(async () => ({ default: (await import('../../features/pins/map')).WorldMap }));

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
  const { postId } = useParams({ from: '/shell/posts/$postId' });
  const [{ data, error, fetching }, again] = useQuery({ query: ARTICLE, variables: { id: postId } });
  const post = data?.post;
  const reread = () => again({ requestPolicy: 'network-only' });
  useLive({ document: ON_LIKES, variables: { postId }, cursor: post?.likes?.eventsCursor, reread, isPaused: !post });
  useLive({ document: ON_PHOTO_PROCESSING, variables: { postId }, cursor: post?.photos?.eventsCursor, reread, isPaused: !post });

  if (error && !post) return <Failed error={error} retry={reread} />;
  if (!post && fetching) return <Waiting what="Opening the article" />;
  if (!post) return <Missing />;
  return <Shown post={post} />;
}

function Missing() {
  return (
    <main className="page">
      <Empty title="There is no such article, or it is not open to you">
        <Link to="/" className="button">
          See what is new
        </Link>
      </Empty>
    </main>
  );
}

function Shown({ post }: { post: Article }) {
  const [cover, ...others] = post.photos?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
  return (
    <main className="article">
      <title>{`${post.title} · Waymark`}</title>
      <Head post={post} />
      {cover ? (
        <div className="article-cover">
          <PhotoFigure photo={cover} isFirst />
        </div>
      ) : null}
      <div className="article-body">
        <Markdown text={post.body} />
        <Tags tags={post.tags} />
      </div>
      {others.length > 0 ? (
        <div className="article-photos">
          {others.map((photo) => (
            <PhotoFigure key={photo.id} photo={photo} />
          ))}
        </div>
      ) : null}
      <Places post={post} />
      <div className="article-body">
        <Comments postId={post.id} count={post.counts.comments} />
      </div>
    </main>
  );
}

function Head({ post }: { post: Article }) {
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
        {post.state === 'DRAFT' ? <strong>Draft</strong> : null}
        {post.visibility === 'PUBLIC' ? null : <strong>{post.visibility === 'PRIVATE' ? 'Only you' : 'Followers'}</strong>}
        <LikeButton subjectId={post.id} likes={post.counts.likes} isLiked={post.viewerHasLiked ?? false} />
        {viewerId === post.authorId ? (
          <Link to="/write/$postId" params={{ postId: post.id }} className="button">
            Edit
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
        <Link key={tag} to="/" search={{ tag }}>
          #{tag}
        </Link>
      ))}
    </p>
  );
}

function Places({ post }: { post: Article }) {
  const pins = post.pins?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
  if (pins.length === 0) return null;
  const spots = pins.map(({ id, placeName, position }) => ({ id, title: placeName ?? post.title, ...position }));
  return (
    <section className="article-places" aria-label="Places">
      <div className="article-map">
        <Suspense fallback={<Waiting what="Drawing the map" />}>
          <WorldMap spots={spots} label={`Where ${post.title} is`} />
        </Suspense>
      </div>
      <ul>
        {pins.map(({ id, placeName, position }) => (
          <li key={id}>
            <Link to="/map" search={{ lat: position.latitude, lng: position.longitude, z: 6 }}>
              {placeName ?? 'A place without a name'}
            </Link>{' '}
            <small>
              {position.latitude.toFixed(2)}°, {position.longitude.toFixed(2)}°
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}
