// The map's filters: tag, people the viewer follows, months.
import { type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { fillFields, readTextField } from '../../../shared/ui/fields';
import { useMessages } from './messages/use-messages';
import { cleanTag } from '../../../shared/text';
import { TextInput } from '../../../shared/ui/text-field';
import './map-filters.css';

export interface Filters {
  tag?: string | undefined;
  following?: true | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

interface Props {
  filters: Filters;
  /** Guests follow nobody. */
  canFollow: boolean;
  onChange: (filters: Filters) => void;
}

// Ignore a year that is still being typed.
const MONTH = { type: 'month', min: '2000-01', pattern: '2\\d{3}-(0[1-9]|1[0-2])' } as const;

export function MapFilters({ filters, canFollow, onChange }: Props) {
  const messages = useMessages();
  const form = useRef<HTMLFormElement>(null);
  const { tag, following, since, until } = filters;
  const isAny = Boolean(tag ?? following ?? since ?? until);
  // Closed on phones at first, where the places come first; afterwards the reader decides.
  const [isOpen] = useState(() => isAny || matchMedia('(min-width: 56rem)').matches);

  // The address can change through links and the back button.
  useEffect(() => {
    if (form.current) fillFields(form.current, { tag, since, until, whose: following ? 'following' : '' });
  }, [tag, following, since, until]);

  function applyFilters() {
    const fields = form.current;
    if (!fields?.checkValidity()) return;
    const filtersInForm = {
      tag: cleanTag(readTextField(fields, 'tag') ?? '') || undefined,
      following: readTextField(fields, 'whose') ? (true as const) : undefined,
      since: readTextField(fields, 'since'),
      until: readTextField(fields, 'until'),
    };
    if (JSON.stringify(filtersInForm) !== JSON.stringify({ tag, following, since, until })) onChange(filtersInForm);
  }

  function clearFilters() {
    onChange({});
    form.current?.querySelector('input')?.focus(); // the button is removed, together with its focus
  }

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    applyFilters();
  }

  return (
    <details className="map-choice" open={isOpen}>
      <summary>{messages.filters}</summary>
      <form ref={form} className="map-filters" onSubmit={submit}>
        <label className="field">
          {messages.tag}
          <TextInput
            className="input"
            name="tag"
            maxCharacters={41}
            placeholder={messages.anyTag}
            defaultValue={tag}
            enterKeyHint="search"
            onBlur={applyFilters}
          />
        </label>
        {canFollow ? (
          <label className="field">
            {messages.people}
            <select className="input" name="whose" defaultValue={following ? 'following' : ''} onChange={applyFilters}>
              <option value="">{messages.everyone}</option>
              <option value="following">{messages.followed}</option>
            </select>
          </label>
        ) : null}
        <label className="field">
          {messages.from}
          <input
            className="input"
            name="since"
            {...MONTH}
            title={messages.monthHint}
            defaultValue={since}
            onChange={applyFilters}
          />
        </label>
        <label className="field">
          {messages.to}
          <input
            className="input"
            name="until"
            {...MONTH}
            title={messages.monthHint}
            defaultValue={until}
            onChange={applyFilters}
          />
        </label>
        {isAny ? (
          <button type="button" className="button button-plain" onClick={clearFilters}>
            {messages.clearFilters}
          </button>
        ) : null}
      </form>
    </details>
  );
}
