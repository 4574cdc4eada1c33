// Place search on this device: an ARIA combobox. The gazetteer loads with the first letter.
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { useLanguage } from '../../../shared/i18n/language';
import { useMessages } from './messages/use-messages';
import { createCountryNames, type Gazetteer, loadGazetteer, type Place } from './gazetteer';
import './place-search.css';

interface Props {
  onSelect: (place: Place) => void;
}

export function PlaceSearch({ onSelect }: Props) {
  const messages = useMessages();
  const { locale } = useLanguage();
  const id = useId();
  const [query, setQuery] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const { gazetteer, hasFailed } = useGazetteer(locale, query !== '');
  const places = gazetteer && query.trim() ? gazetteer.search(query) : [];
  const getCountryName = createCountryNames(locale);

  function selectPlace(place: Place) {
    setQuery(place.name);
    setOpen(false);
    onSelect(place);
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && places.length > 0) {
      event.preventDefault();
      setOpen(true);
      setActive(isOpen ? (active + step + places.length) % places.length : 0);
    } else if (event.key === 'Escape' && (isOpen || query)) {
      if (!isOpen) setQuery('');
      setOpen(false);
    } else if (event.key === 'Enter') {
      const place = places[active];
      event.preventDefault(); // do not submit the form around it
      if (isOpen && place) selectPlace(place);
    }
  }

  const status = hasFailed
    ? messages.gazetteerFailed
    : gazetteer && query.trim()
      ? places.length > 0
        ? messages.found({ count: places.length })
        : messages.noResults({ query: query.trim() })
      : '';
  const isShown = isOpen && places.length > 0;
  return (
    <div
      className="place-search"
      onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || setOpen(false)}
    >
      <label className="hidden" htmlFor={`${id}-input`}>
        {messages.findPlace}
      </label>
      <input
        id={`${id}-input`}
        className="input"
        type="text"
        dir="auto"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        placeholder={messages.findPlace}
        aria-autocomplete="list"
        aria-expanded={isShown}
        aria-controls={`${id}-list`}
        aria-activedescendant={isShown ? `${id}-${active}` : undefined}
        aria-describedby={`${id}-said`}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={`${id}-list`} role="listbox" aria-label={messages.findPlace} hidden={!isShown}>
        {places.map((place, at) => (
          // The field keeps the focus; its arrow keys reach the options.
          <li
            key={`${place.name} ${place.latitude} ${place.longitude}`}
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === active}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => selectPlace(place)}
          >
            <bdi>{place.name}</bdi> <small>{getCountryName(place.country)}</small>
          </li>
        ))}
      </ul>
      <p id={`${id}-said`} className={status && !isShown ? 'place-search-said' : 'hidden'} role="status">
        {isOpen || hasFailed ? status : messages.findPlaceHint}
      </p>
    </div>
  );
}

/** Load the gazetteer when it is needed. */
function useGazetteer(locale: string, isNeeded: boolean): { gazetteer: Gazetteer | null; hasFailed: boolean } {
  const [loaded, setLoaded] = useState<{ locale: string; known: Gazetteer } | null>(null);
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    if (!isNeeded) return;
    let isWanted = true;
    loadGazetteer(locale).then(
      (known) => {
        if (isWanted) setLoaded({ locale, known });
      },
      () => {
        if (isWanted) setFailed(true);
      },
    );
    return () => {
      isWanted = false;
      setFailed(false);
    };
  }, [locale, isNeeded]);
  return { gazetteer: loaded?.known ?? null, hasFailed };
}
