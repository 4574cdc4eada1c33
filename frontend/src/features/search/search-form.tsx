// Ask for a tag, for what the AI sees in photos, or for both; and words that lead somewhere.
import { Link } from '@tanstack/react-router';
import { type SyntheticEvent, useEffect, useRef } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../../shared/graphql/graphql';
import { fill, textOf } from '../../shared/ui/fields';
import { Failed, Waiting } from '../../shared/ui/state';
import { frequent } from './frequent';
import { useWords } from './messages/words';
import './search.css';

const NEWEST = graphql(`
  query NewestWords {
    feed(first: 40) { edges { node { id tags cover { id labels { name confidence } } } } }
  }
`);
const WORDS_SHOWN = 14;
const SURE = 60;

export interface Search {
  tag?: string | undefined;
  label?: string | undefined;
}

export function SearchForm({ search, onSearch }: { search: Search; onSearch: (search: Search) => void }) {
  const words = useWords();
  const form = useRef<HTMLFormElement>(null);

  // The address may change elsewhere: by a link, by going back.
  useEffect(() => {
    if (form.current) fill(form.current, { tag: search.tag, label: search.label });
  }, [search]);

  function submit(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault();
    onSearch({ tag: textOf(event.currentTarget, 'tag')?.replace(/^#+/, ''), label: textOf(event.currentTarget, 'label') });
  }

  function clear() {
    onSearch({});
    form.current?.querySelector('input')?.focus(); // the button goes, and would take the focus with it
  }

  return (
    <form ref={form} role="search" className="search-form" onSubmit={submit}>
      <label className="field">
        {words.tag}
        <input className="input" name="tag" maxLength={41} defaultValue={search.tag} placeholder={words.tagHint} enterKeyHint="search" />
      </label>
      <label className="field">
        {words.label}
        <input className="input" name="label" maxLength={100} defaultValue={search.label} placeholder={words.labelHint} enterKeyHint="search" />
      </label>
      <button type="submit" className="button button-main">
        {words.search}
      </button>
      {(search.tag ?? search.label) ? (
        <button type="button" className="button" onClick={clear}>
          {words.clear}
        </button>
      ) : null}
    </form>
  );
}

/** Tags and labels of the newest public articles: what there is, not what is most popular. */
export function NewestWords() {
  const words = useWords();
  const [{ data, error }, again] = useQuery({ query: NEWEST });
  const posts = data?.feed?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
  const tags = frequent(posts.map((post) => post.tags), WORDS_SHOWN);
  const labels = frequent(posts.map(({ cover }) => cover?.labels.filter(({ confidence }) => confidence >= SURE).map(({ name }) => name) ?? []), WORDS_SHOWN);
  if (error && !data?.feed) return <Failed error={error} retry={() => again({ requestPolicy: 'network-only' })} />;
  if (!data) return <Waiting what={words.looking} />;
  if (tags.length + labels.length === 0) return null;
  return (
    <div className="search-words">
      <h2>{words.newestTags}</h2>
      <p>
        {tags.map((tag) => (
          <Link key={tag} to="/search" search={{ tag }} className="chip">
            #{tag}
          </Link>
        ))}
      </p>
      <h2>{words.newestLabels}</h2>
      <p>
        {labels.map((label) => (
          <Link key={label} to="/search" search={{ label }} className="chip" lang="en">
            {label}
          </Link>
        ))}
      </p>
    </div>
  );
}
