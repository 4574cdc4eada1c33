// The map of the world's public articles, and beside it the same places as a list; where one looks stands in the address.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { WorldMap } from '../../features/pins/map';
import { addressOf, type MapSearch, viewOf } from '../../features/pins/map-address';
import { type Filters, MapFilters } from '../../features/pins/map-filters';
import { MapList, MapPlace, titleOf } from '../../features/pins/map-list';
import type { Mark, View } from '../../features/pins/map-view';
import { useWords } from '../../features/pins/messages/words';
import { PlaceSearch } from '../../features/pins/place-search';
import { type Pin, usePlaces } from '../../features/pins/use-places';
import { useSession } from '../../shared/session-context';
import { Failed, Waiting } from '../../shared/ui/state';
import { useSize } from '../../shared/ui/use-size';
import './map-page.css';

const START: View = { latitude: 25, longitude: 15, zoom: Math.max(0, Math.log2(Math.min(innerWidth, 1600) / 560)) };
const STEP = 2; // zooms into a cluster
const TOWN_ZOOM = 9;
const CLOSEST = 12;

export function MapPage() {
  const words = useWords();
  const { view, filters, look, show, choose } = useAddress();
  const [size, frame] = useSize();
  const places = usePlaces(view, size, filters);
  const { marks } = places;
  const [chosenId, setChosen] = useState<string>();
  const [pointed, setPointed] = useState<string>();
  const chosen = marks.find(({ id }) => id === chosenId);
  const spots = useMemo(() => marks.map(({ pins, ...mark }) => ({ ...mark, title: spokenOf(mark.count, pins, view.zoom, words) })), [marks, view.zoom, words]);

  function open(id: string) {
    const mark = marks.find((each) => each.id === id);
    if (!mark) return;
    if (isOpened(mark.count, mark.pins, view.zoom)) setChosen(id);
    else show({ latitude: mark.latitude, longitude: mark.longitude, zoom: Math.min(CLOSEST, Math.floor(view.zoom) + STEP) });
  }

  return (
    <div className="atlas">
      <title>{`${words.map} · Waymark`}</title>
      <h1 className="hidden">{words.map}</h1>
      <div className="atlas-map" ref={frame}>
        <a href="#atlas-title" className="atlas-skip">
          {words.skipMap}
        </a>
        <div className="atlas-search">
          <PlaceSearch onChoose={({ latitude, longitude }) => show({ latitude, longitude, zoom: TOWN_ZOOM })} />
        </div>
        <WorldMap spots={spots} label={words.mapLabel} view={view} chosen={chosen?.id ?? markOf(marks, pointed)} onMove={look} onChoose={open} />
        {chosen ? <Chosen key={chosen.id} mark={chosen} close={() => setChosen(undefined)} /> : null}
      </div>
      <Listed places={places} filters={filters} onChange={choose} onPoint={setPointed} showAll={() => show(START)} />
    </div>
  );
}

interface ListedProps {
  places: ReturnType<typeof usePlaces>;
  filters: Filters;
  onChange: (filters: Filters) => void;
  onPoint: (pinId: string) => void;
  showAll: () => void;
}

/** The map's twin: how many places are in view, and each of them. */
function Listed({ places: { cells, pins, error, isBusy, retry, more }, filters, onChange, onPoint, showAll }: ListedProps) {
  const words = useWords();
  const { viewerId } = useSession();
  const isFiltered = Object.values(filters).some(Boolean);
  return (
    <section className="atlas-list" aria-labelledby="atlas-title" aria-busy={isBusy}>
      <div className="atlas-head">
        <h2 id="atlas-title" tabIndex={-1} aria-live="polite">
          {cells ? words.inView({ count: cells.totalCount }) : words.places}
        </h2>
        <button type="button" className="button button-plain" onClick={showAll}>
          {words.wholeWorld}
        </button>
      </div>
      <MapFilters filters={filters} canFollow={viewerId !== null} onChange={onChange} />
      {cells?.partial ? <p className="atlas-note">{words.newestOnly}</p> : null}
      {error ? <Failed error={error} retry={retry} /> : null}
      {cells || error ? null : <Waiting what={words.lookingAround} />}
      {cells?.totalCount === 0 ? <p className="atlas-note">{isFiltered ? words.nothingChosen : words.nothingHere}</p> : null}
      <MapList places={pins} onPoint={onPoint} />
      {more ? (
        <p className="feed-more">
          <button type="button" className="button" disabled={isBusy} onClick={more}>
            {words.morePlaces}
          </button>
        </p>
      ) : null}
    </section>
  );
}

/** What was chosen on the map: a place, or the few that stand at one point. */
function Chosen({ mark, close }: { mark: Mark<Pin>; close: () => void }) {
  const words = useWords();
  const section = useRef<HTMLElement>(null);
  useEffect(() => section.current?.querySelector('a')?.focus({ preventScroll: true }), []);

  function leave() {
    // Back to the mark it was opened from.
    section.current?.parentElement?.querySelector<HTMLElement>('.map-mark-on')?.focus();
    close();
  }

  return (
    <section ref={section} className="atlas-chosen" aria-label={words.chosenPlace} onKeyDown={({ key }) => key === 'Escape' && leave()}>
      {mark.pins.map((pin) => (
        <MapPlace key={pin.id} place={pin} />
      ))}
      <button type="button" className="button button-plain" aria-label={words.close} onClick={leave}>
        ✕
      </button>
    </section>
  );
}

/** Where one looks and what one chose, as the address says it. Jumps can be gone back from; mere moving replaces. */
function useAddress() {
  const { viewerId } = useSession();
  const search: MapSearch = useSearch({ from: '/shell/map' });
  const navigate = useNavigate();
  const { lat, lng, z, tag, since, until } = search;
  const following = viewerId === null ? undefined : search.following;
  const view = useMemo(() => viewOf({ lat, lng, z }) ?? START, [lat, lng, z]);
  const filters = useMemo(() => ({ tag, following, since, until }), [tag, following, since, until]);
  const look = useCallback((at: View) => void navigate({ to: '/map', search: (before) => ({ ...before, ...addressOf(at) }), replace: true, resetScroll: false }), [navigate]);
  const show = (at: View) => void navigate({ to: '/map', search: (before) => ({ ...before, ...addressOf(at) }), resetScroll: false });
  const choose = (now: Filters) => void navigate({ to: '/map', search: { lat, lng, z, ...now }, resetScroll: false });
  return { view, filters, look, show, choose };
}

/** Tell whether a mark opens what stands there; the others lead nearer. */
function isOpened(count: number, pins: readonly Pin[], zoom: number): boolean {
  return pins.length === count && (count === 1 || zoom >= CLOSEST - 0.5);
}

function spokenOf(count: number, pins: readonly Pin[], zoom: number, words: ReturnType<typeof useWords>): string {
  const [only] = pins;
  if (count === 1 && only) return titleOf(only);
  return isOpened(count, pins, zoom) ? words.group({ count }) : words.cluster({ count });
}

function markOf(marks: readonly Mark<Pin>[], pinId: string | undefined): string | undefined {
  return marks.find(({ pins }) => pins.some(({ id }) => id === pinId))?.id;
}
