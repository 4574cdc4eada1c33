// The search form, by tag and by photo label, and popular terms.
import { Link } from '@tanstack/react-router';
import { type SyntheticEvent, useEffect, useRef } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { fillFields, readTextField } from '../../../shared/ui/fields';
import { ErrorState, Loading } from '../../../shared/ui/state';
import { findMostFrequent } from './frequent';
import { useMessages } from './messages/use-messages';
import { cleanTag } from '../../../shared/text';
import { TextInput } from '../../../shared/ui/text-field';
import './search.css';

const NEWEST = graphql(`
  query NewestWords {
    feed(first: 40) {
      edges {
        node {
          id
          tags
          cover {
            id
            labels {
              name
              confidence
            }
          }
        }
      }
    }
  }
`);
const MAX_TERMS = 14;
const MIN_CONFIDENCE = 60;

export interface Search {
  tag?: string | undefined;
  label?: string | undefined;
  /** What is looked for by its meaning. */
  question?: string | undefined;
}

export function SearchForm({ search, onSearch }: { search: Search; onSearch: (search: Search) => void }) {
  const messages = useMessages();
  const form = useRef<HTMLFormElement>(null);

  // The address can change through links and the back button.
  useEffect(() => {
    if (form.current) fillFields(form.current, { tag: search.tag, label: search.label });
  }, [search]);

  function submit(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault();
    onSearch({
      tag: cleanTag(readTextField(event.currentTarget, 'tag') ?? '') || undefined,
      label: readTextField(event.currentTarget, 'label'),
    });
  }

  function clearSearch() {
    onSearch({});
    form.current?.querySelector('input')?.focus(); // the button is removed, together with its focus
  }

  return (
    <form ref={form} role="search" aria-label={messages.search} className="search-form" onSubmit={submit}>
      <label className="field">
        {messages.tag}
        <TextInput
          className="input"
          name="tag"
          maxCharacters={41}
          defaultValue={search.tag}
          placeholder={messages.tagHint}
          enterKeyHint="search"
        />
      </label>
      <label className="field">
        {messages.label}
        <TextInput
          className="input"
          name="label"
          maxCharacters={100}
          defaultValue={search.label}
          placeholder={messages.labelHint}
          enterKeyHint="search"
        />
      </label>
      <button type="submit" className="button button-main">
        {messages.search}
      </button>
      {(search.tag ?? search.label) ? (
        <button type="button" className="button" onClick={clearSearch}>
          {messages.clear}
        </button>
      ) : null}
    </form>
  );
}

/** The most frequent tags and labels of the latest public articles. */
export function PopularTerms() {
  const messages = useMessages();
  const [{ data, error }, refetch] = useQuery({ query: NEWEST });
  const posts = data?.feed?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
  const tags = findMostFrequent(
    posts.map((post) => post.tags),
    MAX_TERMS,
  );
  const labels = findMostFrequent(
    posts.map(
      ({ cover }) =>
        cover?.labels.filter(({ confidence }) => confidence >= MIN_CONFIDENCE).map(({ name }) => name) ?? [],
    ),
    MAX_TERMS,
  );
  if (error && !data?.feed)
    return <ErrorState error={error} retry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (!data) return <Loading what={messages.searching} />;
  if (tags.length + labels.length === 0) return null;
  return (
    <div className="search-words">
      <h2>{messages.popularTags}</h2>
      <p>
        {tags.map((tag) => (
          <Link key={tag} to="/search" search={{ tag }} className="chip">
            <bdi>#{tag}</bdi>
          </Link>
        ))}
      </p>
      <h2>{messages.popularLabels}</h2>
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
