// The world map and the list of its places; the address holds the view and the filters.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { WorldMap } from '../../features/platform/map/map';
import { formatView, type MapSearch, getView } from '../../features/platform/map/map-address';
import { type Filters, MapFilters } from '../../features/platform/map/map-filters';
import { MapList, MapPlace, describePlace } from '../../features/platform/map/map-list';
import type { Mark, View } from '../../features/platform/map/map-view';
import { useMessages } from '../../features/platform/map/messages/use-messages';
import { PlaceSearch } from '../../features/platform/map/place-search';
import { type Pin, usePlaces } from '../../features/platform/map/use-places';
import { SourceProducts } from '../../features/shop/catalogue/source-products';
import { useSession } from '../../shared/session-context';
import { ErrorState, Loading } from '../../shared/ui/state';
import { useElementSize } from '../../shared/ui/use-size';
import '../../shared/ui/show-more.css';
import './map-page.css';

const START_VIEW: View = {
  latitude: 25,
  longitude: 15,
  zoom: Math.max(0, Math.log2(Math.min(innerWidth, 1600) / 560)),
};
const CLUSTER_ZOOM_STEP = 2; // zoom levels per click on a cluster
const TOWN_ZOOM = 9;
const CLOSEST_ZOOM = 12;

export function MapPage() {
  const messages = useMessages();
  const { view, filters, look, show, choose } = useMapAddress();
  const [size, frame] = useElementSize();
  const places = usePlaces(view, size, filters);
  const { marks } = places;
  const [selectedId, setSelected] = useState<string>();
  const [highlightedPinId, setHighlightedPinId] = useState<string>();
  const selected = marks.find(({ id }) => id === selectedId);
  const spots = useMemo(
    () => marks.map(({ pins, ...mark }) => ({ ...mark, title: describeMark(mark.count, pins, view.zoom, messages) })),
    [marks, view.zoom, messages],
  );

  function openMark(id: string) {
    const mark = marks.find((each) => each.id === id);
    if (!mark) return;
    if (opensInPlace(mark.count, mark.pins, view.zoom)) setSelected(id);
    else
      show({
        latitude: mark.latitude,
        longitude: mark.longitude,
        zoom: Math.min(CLOSEST_ZOOM, Math.floor(view.zoom) + CLUSTER_ZOOM_STEP),
      });
  }

  return (
    <div className="atlas">
      <title>{`${messages.map} · Waymark`}</title>
      <h1 className="hidden">{messages.map}</h1>
      <div className="atlas-map" ref={frame}>
        <a href="#atlas-title" className="atlas-skip">
          {messages.skipMap}
        </a>
        <div className="atlas-search">
          <PlaceSearch onSelect={({ latitude, longitude }) => show({ latitude, longitude, zoom: TOWN_ZOOM })} />
        </div>
        <WorldMap
          spots={spots}
          label={messages.mapLabel}
          view={view}
          selected={selected?.id ?? findMarkOfPin(marks, highlightedPinId)}
          onMove={look}
          onSelect={openMark}
        />
        {selected ? <SelectedPlace key={selected.id} mark={selected} close={() => setSelected(undefined)} /> : null}
      </div>
      <PlacesPanel
        places={places}
        filters={filters}
        onChange={choose}
        onHighlight={setHighlightedPinId}
        zoomToWorld={() => show(START_VIEW)}
      />
    </div>
  );
}

interface PlacesPanelProps {
  places: ReturnType<typeof usePlaces>;
  filters: Filters;
  onChange: (filters: Filters) => void;
  onHighlight: (pinId: string) => void;
  zoomToWorld: () => void;
}

/** The list beside the map: how many places are in view, and each of them. */
function PlacesPanel({
  places: { cells, pins, error, isBusy, retry, more },
  filters,
  onChange,
  onHighlight,
  zoomToWorld,
}: PlacesPanelProps) {
  const messages = useMessages();
  const { viewerId } = useSession();
  const isFiltered = Object.values(filters).some(Boolean);
  return (
    <section className="atlas-list" aria-labelledby="atlas-title" aria-busy={isBusy}>
      <div className="atlas-head">
        <h2 id="atlas-title" tabIndex={-1} aria-live="polite">
          {cells ? messages.inView({ count: cells.totalCount }) : messages.places}
        </h2>
        <button type="button" className="button button-plain" onClick={zoomToWorld}>
          {messages.zoomToWorld}
        </button>
      </div>
      <MapFilters filters={filters} canFollow={viewerId !== null} onChange={onChange} />
      {cells?.partial ? <p className="atlas-note">{messages.newestOnly}</p> : null}
      {error && !isBusy ? <ErrorState error={error} retry={retry} /> : null}
      {!cells && (isBusy || !error) ? <Loading what={messages.loadingPlaces} /> : null}
      {cells?.totalCount === 0 && !isBusy && !error ? (
        <p className="atlas-note">{isFiltered ? messages.noMatches : messages.noPlaces}</p>
      ) : null}
      <MapList places={pins} onHighlight={onHighlight} />
      {more ? (
        <p className="feed-more">
          <button type="button" className="button" disabled={isBusy} onClick={more}>
            {messages.showMore}
          </button>
        </p>
      ) : null}
    </section>
  );
}

/** The selected place, or the few at one point. */
function SelectedPlace({ mark, close }: { mark: Mark<Pin>; close: () => void }) {
  const messages = useMessages();
  const section = useRef<HTMLElement>(null);
  useEffect(() => section.current?.querySelector('a')?.focus({ preventScroll: true }), []);

  function closeAndFocusMark() {
    // Return the focus to the mark that opened it.
    section.current?.parentElement?.querySelector<HTMLElement>('.map-mark-on')?.focus();
    close();
  }

  return (
    <section
      ref={section}
      className="atlas-chosen"
      aria-label={messages.selectedPlace}
      onKeyDown={({ key }) => key === 'Escape' && closeAndFocusMark()}
    >
      {mark.pins.map((pin) => (
        <div key={pin.id}>
          <MapPlace place={pin} />
          <SourceProducts sourceId={pin.subjectId} />
        </div>
      ))}
      <button type="button" className="button button-plain" aria-label={messages.close} onClick={closeAndFocusMark}>
        ✕
      </button>
    </section>
  );
}

/** The view and filters in the address. Jumps are added to the history; moving the map replaces the entry. */
function useMapAddress() {
  const { viewerId } = useSession();
  const search: MapSearch = useSearch({ from: '/shell/map' });
  const navigate = useNavigate();
  const { lat, lng, z, tag, since, until } = search;
  const following = viewerId === null ? undefined : search.following;
  const view = useMemo(() => getView({ lat, lng, z }) ?? START_VIEW, [lat, lng, z]);
  const filters = useMemo(() => ({ tag, following, since, until }), [tag, following, since, until]);
  const look = useCallback(
    (at: View) =>
      void navigate({
        to: '/map',
        search: (before) => ({ ...before, ...formatView(at) }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
  const show = (at: View) =>
    void navigate({ to: '/map', search: (before) => ({ ...before, ...formatView(at) }), resetScroll: false });
  const choose = (now: Filters) => void navigate({ to: '/map', search: { lat, lng, z, ...now }, resetScroll: false });
  return { view, filters, look, show, choose };
}

/** Return whether a mark opens its places; other marks zoom in. */
function opensInPlace(count: number, pins: readonly Pin[], zoom: number): boolean {
  return pins.length === count && (count === 1 || zoom >= CLOSEST_ZOOM - 0.5);
}

function describeMark(
  count: number,
  pins: readonly Pin[],
  zoom: number,
  messages: ReturnType<typeof useMessages>,
): string {
  const [only] = pins;
  if (count === 1 && only) return describePlace(only, messages.liveNow);
  return opensInPlace(count, pins, zoom) ? messages.group({ count }) : messages.cluster({ count });
}

function findMarkOfPin(marks: readonly Mark<Pin>[], pinId: string | undefined): string | undefined {
  return marks.find(({ pins }) => pins.some(({ id }) => id === pinId))?.id;
}
