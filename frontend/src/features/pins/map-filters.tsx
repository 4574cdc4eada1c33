// What the map shows: a tag, those one follows, a span of months.
import { type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { fill, textOf } from '../../shared/ui/fields';
import { useWords } from './messages/words';
import './map-filters.css';

export interface Filters {
  tag?: string | undefined;
  following?: true | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

interface Props {
  filters: Filters;
  /** Only somebody signed in follows people. */
  canFollow: boolean;
  onChange: (filters: Filters) => void;
}

// A year that is still being typed is no year yet.
const MONTH = { type: 'month', min: '2000-01', pattern: '2\\d{3}-(0[1-9]|1[0-2])' } as const;

export function MapFilters({ filters, canFollow, onChange }: Props) {
  const words = useWords();
  const form = useRef<HTMLFormElement>(null);
  const { tag, following, since, until } = filters;
  const isAny = Boolean(tag ?? following ?? since ?? until);
  // On a phone the places come first. Later it is the reader who opens and closes it.
  const [isOpen] = useState(() => isAny || matchMedia('(min-width: 56rem)').matches);

  // The address may change elsewhere: by a link, by going back.
  useEffect(() => {
    if (form.current) fill(form.current, { tag, since, until, whose: following ? 'following' : '' });
  }, [tag, following, since, until]);

  function apply() {
    const fields = form.current;
    if (!fields?.checkValidity()) return;
    const chosen = {
      tag: textOf(fields, 'tag')?.replace(/^#+/, ''),
      following: textOf(fields, 'whose') ? (true as const) : undefined,
      since: textOf(fields, 'since'),
      until: textOf(fields, 'until'),
    };
    if (JSON.stringify(chosen) !== JSON.stringify({ tag, following, since, until })) onChange(chosen);
  }

  function clear() {
    onChange({});
    form.current?.querySelector('input')?.focus(); // the button goes, and would take the focus with it
  }

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    apply();
  }

  return (
    <details className="map-choice" open={isOpen}>
      <summary>{words.filters}</summary>
      <form ref={form} className="map-filters" onSubmit={submit}>
        <label className="field">
          {words.tag}
          <input className="input" name="tag" maxLength={41} placeholder={words.anyTag} defaultValue={tag} enterKeyHint="search" onBlur={apply} />
        </label>
        {canFollow ? (
          <label className="field">
            {words.people}
            <select className="input" name="whose" defaultValue={following ? 'following' : ''} onChange={apply}>
              <option value="">{words.everybody}</option>
              <option value="following">{words.followed}</option>
            </select>
          </label>
        ) : null}
        <label className="field">
          {words.since}
          <input className="input" name="since" {...MONTH} title={words.monthHint} defaultValue={since} onChange={apply} />
        </label>
        <label className="field">
          {words.until}
          <input className="input" name="until" {...MONTH} title={words.monthHint} defaultValue={until} onChange={apply} />
        </label>
        {isAny ? (
          <button type="button" className="button button-plain" onClick={clear}>
            {words.clearFilters}
          </button>
        ) : null}
      </form>
    </details>
  );
}
