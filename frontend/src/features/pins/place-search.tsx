// Find a place by its name, on this device: a combobox after the ARIA pattern. The gazetteer loads with the first letter.
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { useLanguage } from '../../shared/i18n/language';
import { useWords } from './messages/words';
import { countries, type Gazetteer, gazetteer, type Place } from './places';
import './place-search.css';

interface Props {
  onChoose: (place: Place) => void;
}

export function PlaceSearch({ onChoose }: Props) {
  const words = useWords();
  const { locale } = useLanguage();
  const id = useId();
  const [query, setQuery] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const { known, hasFailed } = useGazetteer(locale, query !== '');
  const places = known && query.trim() ? known.search(query) : [];
  const nameOf = countries(locale);

  function choose(place: Place) {
    setQuery(place.name);
    setOpen(false);
    onChoose(place);
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
      event.preventDefault(); // a search field sends no form
      if (isOpen && place) choose(place);
    }
  }

  const said = hasFailed ? words.placesMissing : known && query.trim() ? (places.length > 0 ? words.found({ count: places.length }) : words.notFound) : '';
  const isShown = isOpen && places.length > 0;
  return (
    <div className="place-search" onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || setOpen(false)}>
      <label className="hidden" htmlFor={`${id}-input`}>
        {words.findPlace}
      </label>
      <input
        id={`${id}-input`}
        className="input"
        type="text"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        placeholder={words.findPlace}
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
      <ul id={`${id}-list`} role="listbox" aria-label={words.findPlace} hidden={!isShown}>
        {places.map((place, at) => (
          // Options are reached by the arrow keys of the field, which keeps the focus.
          <li key={`${place.name} ${place.latitude} ${place.longitude}`} id={`${id}-${at}`} role="option" aria-selected={at === active} onMouseDown={(event) => event.preventDefault()} onClick={() => choose(place)}>
            <span>{place.name}</span> <small>{nameOf(place.country)}</small>
          </li>
        ))}
      </ul>
      <p id={`${id}-said`} className={said && !isShown ? 'place-search-said' : 'hidden'} role="status">
        {isOpen || hasFailed ? said : words.findHint}
      </p>
    </div>
  );
}

/** Load the gazetteer once it is needed. */
function useGazetteer(locale: string, isNeeded: boolean): { known: Gazetteer | null; hasFailed: boolean } {
  const [loaded, setLoaded] = useState<{ locale: string; known: Gazetteer } | null>(null);
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    if (!isNeeded) return;
    let isWanted = true;
    gazetteer(locale).then(
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
  return { known: loaded?.known ?? null, hasFailed };
}
