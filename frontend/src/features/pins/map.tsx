// A map of spots on the bundled base map, or on the style the configuration names. Loaded only where a map is shown.
import 'maplibre-gl/dist/maplibre-gl.css';
import { type LngLatBoundsLike, Map as MapLibre, NavigationControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { useEffect, useRef, useState } from 'react';
import { useSession } from '../../shared/session-context';
import { tell } from '../../shared/ui/notices';
import { Drawing } from './map-drawing';
import { pointByKeyboard } from './map-keys';
import { Markers, type Spot } from './map-markers';
import { boxOf, isSame, type Point, type View } from './map-view';
import { useWords } from './messages/words';
import './map.css';

setWorkerUrl(workerUrl);

const RESTED_MS = 150;

interface Props {
  spots: readonly Spot[];
  label: string;
  /** Where to look; another view moves the map there. */
  view?: View | undefined;
  /** The spot to set apart. */
  chosen?: string | undefined;
  /** Told where the map looks once it rests. */
  onMove?: (view: View) => void;
  onChoose?: (id: string) => void;
  onPoint?: (point: Point) => void;
}

interface Held {
  map: MapLibre;
  markers: Markers;
  drawing: Drawing;
  /** Where the map looks, or is on its way to. */
  aim: View;
  /** A pin was set by keyboard: it takes the focus once it is there. */
  isPinWanted: boolean;
}

export function WorldMap({ spots, label, view, chosen, onMove, onChoose, onPoint }: Props) {
  const words = useWords();
  const { mapStyle } = useSession().config;
  const box = useRef<HTMLDivElement>(null);
  const held = useRef<Held>(null);
  const handlers = useRef({ onMove, onChoose, onPoint });
  const latest = useRef({ view, spots, words, chosen });
  const [isMissing, setMissing] = useState(false);
  const [isOther, setOther] = useState(mapStyle !== undefined);

  useEffect(() => {
    handlers.current = { onMove, onChoose, onPoint };
    latest.current = { view, spots, words, chosen };
  });

  useEffect(() => {
    if (!box.current) return;
    const drawing = new Drawing(mapStyle);
    const map = makeMap(box.current, label, latest.current, drawing);
    if (!map) {
      setMissing(true);
      return;
    }
    held.current = { map, drawing, markers: new Markers(map, (id) => handlers.current.onChoose?.(id)), aim: viewOf(map), isPinWanted: false };
    held.current.markers.show(latest.current.spots, undefined);
    const stop = listen(held.current, () => handlers.current);
    const stopKeys = pointingOn(held.current, () => ({ ...latest.current, ...handlers.current }));
    const stopWatching = drawing.watch(map, isDark, () => setOther(false));
    return () => {
      stopWatching();
      stop();
      stopKeys();
      map.remove();
      held.current = null;
    };
  }, [label, mapStyle]);

  useEffect(() => {
    if (!held.current) return;
    held.current.markers.show(spots, chosen);
    if (!held.current.isPinWanted || !chosen) return;
    held.current.isPinWanted = false;
    held.current.markers.focus(chosen);
  }, [spots, chosen]);

  useEffect(() => {
    if (!held.current || !view || isSame(held.current.aim, view)) return;
    held.current.aim = view;
    held.current.map.easeTo({ center: [view.longitude, view.latitude], zoom: view.zoom, duration: 700 });
  }, [view]);

  if (isMissing) return <p className="map map-missing">{words.mapMissing}</p>;
  return (
    <div className="map-frame">
      <div ref={box} className={onPoint ? 'map map-pointing' : 'map'} />
      <small className="map-credits" role="status">
        {isOther ? null : words.mapCredits}
        {mapStyle && !isOther ? ` · ${words.mapFallback}` : null}
      </small>
    </div>
  );
}

type Handlers = { [name in 'onMove' | 'onChoose' | 'onPoint']: Props[name] | undefined };

/** Tell the handlers what happens on a map; return how to stop. */
function listen(held: Held, handlers: () => Handlers): () => void {
  const { map, drawing } = held;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const rested = () => {
    if (map.isMoving()) return; // its end is told again
    held.aim = viewOf(map);
    handlers().onMove?.(held.aim);
  };
  map.on('moveend', () => {
    clearTimeout(waiting);
    waiting = setTimeout(rested, RESTED_MS);
  });
  map.on('click', ({ lngLat }) => {
    const { lat, lng } = lngLat.wrap();
    handlers().onPoint?.({ latitude: lat, longitude: lng });
  });
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const recolour = () => void map.setStyle(drawing.style(dark.matches));
  dark.addEventListener('change', recolour);
  rested(); // the map may not show as far out as it was asked to
  return () => {
    clearTimeout(waiting);
    dark.removeEventListener('change', recolour);
  };
}

type Shown = Pick<Props, 'spots'> & Pick<Handlers, 'onPoint'> & { chosen: string | undefined; words: ReturnType<typeof useWords> };

/** Where the map is there to point at: let the keyboard do so as well; return how to stop. */
function pointingOn(held: Held, shown: () => Shown): () => void {
  if (!shown().onPoint) return () => {};
  const put = (point: Point) => {
    const { onPoint, words } = shown();
    onPoint?.(point);
    tell(words.pinAt({ latitude: point.latitude.toFixed(2), longitude: point.longitude.toFixed(2) }));
  };
  return pointByKeyboard(held.map, {
    pin: () => shown().spots.find(({ id }) => id === shown().chosen),
    set: (point) => {
      held.isPinWanted = true;
      put(point);
    },
    move: put,
  });
}

type Beginning = { view: View | undefined; spots: readonly Spot[]; words: ReturnType<typeof useWords> };

/** Make a map; null where the browser cannot draw one. */
function makeMap(container: HTMLDivElement, label: string, { view, spots, words }: Beginning, drawing: Drawing): MapLibre | null {
  try {
    const made = new MapLibre({
      container,
      style: drawing.style(isDark()),
      attributionControl: drawing.isBundled ? false : { compact: true },
      maxZoom: drawing.closest,
      locale: { 'NavigationControl.ZoomIn': words.zoomIn, 'NavigationControl.ZoomOut': words.zoomOut },
      ...placeOf(view, spots),
    });
    made.touchZoomRotate.disableRotation();
    made.addControl(new NavigationControl({ showCompass: false }), document.dir === 'rtl' ? 'top-left' : 'top-right');
    made.getCanvas().setAttribute('aria-label', label);
    return made;
  } catch {
    return null;
  }
}

function isDark(): boolean {
  return matchMedia('(prefers-color-scheme: dark)').matches;
}

function placeOf(view: View | undefined, spots: readonly Spot[]) {
  if (view) return { center: [view.longitude, view.latitude] as [number, number], zoom: view.zoom };
  const [first, ...others] = spots;
  if (!first) return { center: [15, 25] as [number, number], zoom: 1.2 };
  if (others.length === 0) return { center: [first.longitude, first.latitude] as [number, number], zoom: 4 };
  const { west, south, east, north } = boxOf(spots);
  // East of the antimeridian MapLibre counts on beyond 180.
  const bounds: LngLatBoundsLike = [west, south, east < west ? east + 360 : east, north];
  return { bounds, fitBoundsOptions: { padding: 60, maxZoom: 5 } };
}

function viewOf(map: MapLibre): View {
  const { lat, lng } = map.getCenter().wrap();
  return { latitude: lat, longitude: lng, zoom: map.getZoom() };
}
