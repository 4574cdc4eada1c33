// Home: the newest public posts, by their pictures.
import './home.css';
import { useEffect, useState } from 'react';
import { execute } from '../../shared/appsync/http';
import { credentialsOf } from '../../shared/auth/session';
import type { Config } from '../../shared/config';
import { FEED, type FeedPost, postsOf } from './feed';

type Loaded = { state: 'loading' } | { state: 'failed'; message: string } | { state: 'ready'; posts: FeedPost[] };

export function HomePage({ config }: { config: Config }) {
  const [loaded, setLoaded] = useState<Loaded>({ state: 'loading' });
  useEffect(() => {
    execute(config.graphqlUrl, credentialsOf({ kind: 'guest' }, config), { query: FEED })
      .then((answer) => setLoaded({ state: 'ready', posts: postsOf(answer) }))
      .catch((error: unknown) => setLoaded({ state: 'failed', message: String(error) }));
  }, [config]);

  return (
    <>
      <header className="home-head">
        <h1>Waymark</h1>
        <p>Articles with pictures, pinned to the places they are about.</p>
        <nav>
          <a href="/explorer">Open the GraphQL explorer</a>
        </nav>
      </header>
      <main className="home-feed">{contentOf(loaded)}</main>
    </>
  );
}

function contentOf(loaded: Loaded) {
  if (loaded.state === 'loading') return <p role="status">Looking for the newest posts …</p>;
  if (loaded.state === 'failed') return <p role="alert">The posts could not be read: {loaded.message}</p>;
  if (loaded.posts.length === 0) return <p>Nothing was published yet.</p>;
  return loaded.posts.map((post) => <PostCard key={post.id} post={post} />);
}

function PostCard({ post }: { post: FeedPost }) {
  return (
    <article className="card">
      {post.cover ? (
        <img
          src={post.cover.url}
          alt={post.cover.altText}
          width={post.cover.width}
          height={post.cover.height}
          loading="lazy"
        />
      ) : null}
      <div>
        <h2>{post.title}</h2>
        <p>
          {post.author} · <time dateTime={post.publishedAt}>{new Date(post.publishedAt).toLocaleDateString()}</time>
          {post.place ? ` · ${post.place}` : ''}
        </p>
        <p>
          {post.likes} likes, {post.comments} comments
        </p>
      </div>
    </article>
  );
}
