// Search: articles under a tag, with a photo in which the AI sees something, or both; the newest first.
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useQuery } from 'urql';
import { PostCard, PostCardFields } from '../../features/posts/post-card';
import { useWords } from '../../features/search/messages/words';
import { NewestWords, type Search, SearchForm } from '../../features/search/search-form';
import { graphql } from '../../shared/graphql/graphql';
import { Empty, Failed, Waiting } from '../../shared/ui/state';

const FOUND = graphql(
  `
    query Found($tag: String, $label: String, $after: ID) {
      feed(tag: $tag, label: $label, first: 12, after: $after) {
        edges { node { id ...PostCardFields } }
        pageInfo { hasNextPage endCursor partial }
      }
    }
  `,
  [PostCardFields],
);

export function SearchPage() {
  const words = useWords();
  const search: Search = useSearch({ from: '/shell/search' });
  const navigate = useNavigate();
  const isAsked = Boolean(search.tag ?? search.label);
  return (
    <div className="page">
      <title>{`${isAsked ? headOf(search, words) : words.search} · Waymark`}</title>
      <h1 className="page-title">{words.title}</h1>
      <SearchForm search={search} onSearch={(now) => void navigate({ to: '/search', search: now })} />
      {isAsked ? <Found key={JSON.stringify(search)} {...search} /> : <NewestWords />}
    </div>
  );
}

/** Each page is a query of its own, so that a change of the list reads all shown pages again. */
function Found(search: Search) {
  const words = useWords();
  const [pages, setPages] = useState<readonly (string | null)[]>([null]);
  return (
    <section aria-labelledby="found">
      <header className="search-head">
        <h2 id="found">{headOf(search, words)}</h2>
        {search.tag ? (
          <Link to="/map" search={{ tag: search.tag }}>
            {words.onMap({ tag: search.tag })}
          </Link>
        ) : null}
      </header>
      <div className="feed">
        {pages.map((after, place) => (
          <Page key={after} search={search} after={after} next={place === pages.length - 1 ? (end) => setPages([...pages, end]) : null} />
        ))}
      </div>
    </section>
  );
}

interface PageProps {
  search: Search;
  after: string | null;
  /** Show the page after this one; null where it is shown already. */
  next: ((end: string | null) => void) | null;
}

function Page({ search: { tag, label }, after, next }: PageProps) {
  const words = useWords();
  const variables = { tag: tag ?? null, label: label ?? null, after };
  const [{ data, error }, again] = useQuery({ query: FOUND, variables, requestPolicy: 'cache-and-network' });
  const page = data?.feed;
  const posts = page?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];

  if (error && !page) return <Failed error={error} retry={() => again({ requestPolicy: 'network-only' })} />;
  if (!page) return <Searching />;
  if (after === null && posts.length === 0 && !page.pageInfo.hasNextPage) return <Nothing />;
  return (
    <>
      {posts.map((post) => (
        <PostCard key={post.id} post={post} />
      ))}
      {next && page.pageInfo.hasNextPage ? (
        <p className="feed-more">
          {page.pageInfo.partial ? <small>{words.someLeft}</small> : null}
          <button type="button" className="button" onClick={() => next(page.pageInfo.endCursor)}>
            {words.more}
          </button>
        </p>
      ) : null}
    </>
  );
}

function Searching() {
  const words = useWords();
  return (
    <>
      <div className="feed-more">
        <Waiting what={words.looking} />
      </div>
      {[1, 2, 3].map((place) => (
        <span key={place} className="card-cover picture-waiting" aria-hidden="true" />
      ))}
    </>
  );
}

function Nothing() {
  const words = useWords();
  return (
    <div className="search-nothing">
      <Empty title={words.nothing}>
        <p>{words.nothingHint}</p>
      </Empty>
      <NewestWords />
    </div>
  );
}

function headOf({ tag, label }: Search, words: ReturnType<typeof useWords>): string {
  if (tag && label) return words.tagged({ tag, label });
  return tag ? `#${tag}` : words.photosOf({ label: label ?? '' });
}
