// A map with markers, in the bundled or the configured style. Loaded only where a map is shown.
import 'maplibre-gl/dist/maplibre-gl.css';
import {
  AJAXError,
  type ErrorEvent,
  type LngLatBoundsLike,
  Map as MapLibre,
  NavigationControl,
  setWorkerUrl,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { useEffect, useRef, useState } from 'react';
import { useSession } from '../../../shared/session-context';
import { keepForOffline } from '../../../shared/offline/service-worker';
import { announce } from '../../../shared/ui/notices';
import { MapDrawing } from './map-drawing';
import { pointByKeyboard } from './map-keys';
import { Markers, type Spot } from './map-markers';
import { MAP_DATA } from './map-style';
import { getBoundingBox, isSameView, type Point, type View } from './map-view';
import { useMessages } from './messages/use-messages';
import './map.css';

setWorkerUrl(workerUrl);

const REST_MS = 150;

interface Props {
  spots: readonly Spot[];
  label: string;
  /** The view to show; a new one moves the map. */
  view?: View | undefined;
  /** The id of the highlighted spot. */
  selected?: string | undefined;
  /** Called with the view once the map has stopped moving. */
  onMove?: (view: View) => void;
  onSelect?: (id: string) => void;
  onPin?: (point: Point) => void;
}

interface MapHandle {
  map: MapLibre;
  markers: Markers;
  drawing: MapDrawing;
  /** The current view, or the one it is moving to. */
  targetView: View;
  /** A pin was placed by keyboard, and gets the focus once it is drawn. */
  shouldFocusPin: boolean;
}

export function WorldMap({ spots, label, view, selected, onMove, onSelect, onPin }: Props) {
  const messages = useMessages();
  const { mapStyle } = useSession().config;
  const box = useRef<HTMLDivElement>(null);
  const handle = useRef<MapHandle>(null);
  const handlers = useRef({ onMove, onSelect, onPin });
  const latest = useRef({ view, spots, messages, selected });
  const [isMissing, setMissing] = useState(false);
  const [isStyled, setStyled] = useState(mapStyle !== undefined);

  useEffect(() => {
    handlers.current = { onMove, onSelect, onPin };
    latest.current = { view, spots, messages, selected };
  });

  useEffect(() => {
    if (!box.current) return;
    const drawing = new MapDrawing(mapStyle);
    keepForOffline(MAP_DATA);
    const map = createMap(box.current, label, latest.current, drawing);
    if (!map) {
      setMissing(true);
      return;
    }
    handle.current = {
      map,
      drawing,
      markers: new Markers(map, (id) => handlers.current.onSelect?.(id)),
      targetView: getView(map),
      shouldFocusPin: false,
    };
    handle.current.markers.update(latest.current.spots, undefined);
    const stop = listenToMap(handle.current, () => handlers.current);
    const stopKeys = enableKeyboardPinning(handle.current, () => ({ ...latest.current, ...handlers.current }));
    const stopWatching = drawing.fallBackOnFailure(map, isDark, () => setStyled(false));
    return () => {
      stopWatching();
      stop();
      stopKeys();
      map.remove();
      handle.current = null;
    };
  }, [label, mapStyle]);

  useEffect(() => {
    if (!handle.current) return;
    handle.current.markers.update(spots, selected);
    if (!handle.current.shouldFocusPin || !selected) return;
    handle.current.shouldFocusPin = false;
    handle.current.markers.focus(selected);
  }, [spots, selected]);

  useEffect(() => {
    if (!handle.current || !view || isSameView(handle.current.targetView, view)) return;
    handle.current.targetView = view;
    handle.current.map.easeTo({ center: [view.longitude, view.latitude], zoom: view.zoom, duration: 700 });
  }, [view]);

  if (isMissing) return <p className="map map-missing">{messages.mapMissing}</p>;
  return (
    <div className="map-frame">
      <div ref={box} className={onPin ? 'map map-pointing' : 'map'} />
      <small className="map-credits" role="status">
        {isStyled ? null : messages.mapCredits}
        {mapStyle && !isStyled ? ` · ${messages.mapFallback}` : null}
      </small>
    </div>
  );
}

type Handlers = { [name in 'onMove' | 'onSelect' | 'onPin']: Props[name] | undefined };

/** Call the handlers on the map's events; returns a function that stops. */
function listenToMap(held: MapHandle, handlers: () => Handlers): () => void {
  const { map, drawing } = held;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const handleRest = () => {
    if (map.isMoving()) return; // another moveend follows
    held.targetView = getView(map);
    handlers().onMove?.(held.targetView);
  };
  map.on('moveend', () => {
    clearTimeout(waiting);
    waiting = setTimeout(handleRest, REST_MS);
  });
  map.on('click', ({ lngLat }) => {
    const { lat, lng } = lngLat.wrap();
    handlers().onPin?.({ latitude: lat, longitude: lng });
  });
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const recolour = () => void map.setStyle(drawing.getStyle(dark.matches));
  dark.addEventListener('change', recolour);
  handleRest(); // the map may not zoom out as far as requested
  return () => {
    clearTimeout(waiting);
    dark.removeEventListener('change', recolour);
  };
}

type PinningState = Pick<Props, 'spots'> &
  Pick<Handlers, 'onPin'> & { selected: string | undefined; messages: ReturnType<typeof useMessages> };

/** If points can be picked, allow it by keyboard too; returns a disposer. */
function enableKeyboardPinning(held: MapHandle, shown: () => PinningState): () => void {
  if (!shown().onPin) return () => {};
  const placePin = (point: Point) => {
    const { onPin, messages } = shown();
    onPin?.(point);
    announce(messages.pinAt({ latitude: point.latitude.toFixed(2), longitude: point.longitude.toFixed(2) }), 'pin');
  };
  return pointByKeyboard(held.map, {
    getPin: () => shown().spots.find(({ id }) => id === shown().selected),
    setPin: (point) => {
      held.shouldFocusPin = true;
      placePin(point);
    },
    movePin: placePin,
  });
}

type InitialState = { view: View | undefined; spots: readonly Spot[]; messages: ReturnType<typeof useMessages> };

/** Create a map; null when the browser cannot draw one. */
function createMap(
  container: HTMLDivElement,
  label: string,
  { view, spots, messages }: InitialState,
  drawing: MapDrawing,
): MapLibre | null {
  try {
    const made = new MapLibre({
      container,
      style: drawing.getStyle(isDark()),
      attributionControl: drawing.isBundled ? false : { compact: true },
      maxZoom: drawing.maxZoom,
      locale: { 'NavigationControl.ZoomIn': messages.zoomIn, 'NavigationControl.ZoomOut': messages.zoomOut },
      ...getInitialCamera(view, spots),
    });
    made.on('error', reportFault);
    made.touchZoomRotate.disableRotation();
    made.addControl(new NavigationControl({ showCompass: false }), document.dir === 'rtl' ? 'top-left' : 'top-right');
    made.getCanvas().setAttribute('aria-label', label);
    return made;
  } catch {
    return null;
  }
}

/** Report what is wrong with a map; the browser reports failed requests on its own. */
function reportFault({ error }: ErrorEvent): void {
  if (!(error instanceof AJAXError)) console.error(error);
}

function isDark(): boolean {
  return matchMedia('(prefers-color-scheme: dark)').matches;
}

function getInitialCamera(view: View | undefined, spots: readonly Spot[]) {
  if (view) return { center: [view.longitude, view.latitude] as [number, number], zoom: view.zoom };
  const [first, ...others] = spots;
  if (!first) return { center: [15, 25] as [number, number], zoom: 1.2 };
  if (others.length === 0) return { center: [first.longitude, first.latitude] as [number, number], zoom: 4 };
  const { west, south, east, north } = getBoundingBox(spots);
  // MapLibre continues beyond 180 east of the antimeridian.
  const bounds: LngLatBoundsLike = [west, south, east < west ? east + 360 : east, north];
  return { bounds, fitBoundsOptions: { padding: 60, maxZoom: 5 } };
}

function getView(map: MapLibre): View {
  const { lat, lng } = map.getCenter().wrap();
  return { latitude: lat, longitude: lng, zoom: map.getZoom() };
}
