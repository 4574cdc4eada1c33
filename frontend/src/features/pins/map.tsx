// The map: MapLibre on the base map that the site carries, so that no request leaves for a third party.
import 'maplibre-gl/dist/maplibre-gl.css';
import { type LngLatBoundsLike, Map as MapLibre, Marker, NavigationControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { useEffect, useRef } from 'react';
import { styleFor } from './map-style';
import './map.css';

setWorkerUrl(workerUrl);

interface Spot {
  id: string;
  latitude: number;
  longitude: number;
  title: string;
}

export interface View {
  latitude: number;
  longitude: number;
  zoom: number;
}

export interface Box {
  south: number;
  west: number;
  north: number;
  east: number;
}

interface Props {
  spots: readonly Spot[];
  label: string;
  view?: View | undefined;
  onMove?: (view: View, box: Box) => void;
  onChoose?: (id: string) => void;
  onPoint?: (point: { latitude: number; longitude: number }) => void;
}

export function WorldMap({ spots, label, view, onMove, onChoose, onPoint }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const map = useRef<MapLibre>(null);
  const handlers = useRef({ onMove, onChoose, onPoint });
  const beginning = useRef({ view, spots });

  useEffect(() => {
    handlers.current = { onMove, onChoose, onPoint };
  });

  useEffect(() => {
    if (!box.current) return;
    const made = makeMap(box.current, label, beginning.current);
    const moved = () => handlers.current.onMove?.(viewOf(made), boxOf(made));
    made.on('moveend', moved);
    made.once('load', moved);
    made.on('click', ({ lngLat }) => {
      const { lat, lng } = lngLat.wrap();
      handlers.current.onPoint?.({ latitude: lat, longitude: lng });
    });
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const recolour = () => void made.setStyle(styleFor(dark.matches));
    dark.addEventListener('change', recolour);
    map.current = made;
    return () => {
      dark.removeEventListener('change', recolour);
      made.remove();
      map.current = null;
    };
  }, [label]);

  useEffect(() => {
    if (!map.current) return;
    const into = map.current;
    const markers = spots.map((spot) => markerOf(spot, () => handlers.current.onChoose?.(spot.id)).addTo(into));
    return () => {
      for (const marker of markers) marker.remove();
    };
  }, [spots]);

  return <div ref={box} className={onPoint ? 'map map-pointing' : 'map'} />;
}

function makeMap(container: HTMLDivElement, label: string, { view, spots }: { view: View | undefined; spots: readonly Spot[] }): MapLibre {
  const made = new MapLibre({
    container,
    style: styleFor(matchMedia('(prefers-color-scheme: dark)').matches),
    attributionControl: false,
    maxZoom: 12,
    ...placeOf(view, spots),
  });
  made.addControl(new NavigationControl({ showCompass: false }), 'top-right');
  made.getCanvas().setAttribute('aria-label', label);
  return made;
}

function placeOf(view: View | undefined, spots: readonly Spot[]) {
  if (view) return { center: [view.longitude, view.latitude] as [number, number], zoom: view.zoom };
  const [first, ...others] = spots;
  if (!first) return { center: [15, 25] as [number, number], zoom: 1.2 };
  if (others.length === 0) return { center: [first.longitude, first.latitude] as [number, number], zoom: 4 };
  const [lngs, lats] = [spots.map(({ longitude }) => longitude), spots.map(({ latitude }) => latitude)];
  const bounds: LngLatBoundsLike = [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)];
  return { bounds, fitBoundsOptions: { padding: 60, maxZoom: 5 } };
}

function markerOf(spot: Spot, choose: () => void): Marker {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'map-pin';
  element.title = spot.title;
  element.setAttribute('aria-label', spot.title);
  element.addEventListener('click', (event) => {
    event.stopPropagation();
    choose();
  });
  return new Marker({ element, anchor: 'bottom' }).setLngLat([spot.longitude, spot.latitude]);
}

function viewOf(map: MapLibre): View {
  const { lat, lng } = map.getCenter().wrap();
  return { latitude: lat, longitude: lng, zoom: map.getZoom() };
}

/** The box that is seen; the whole world where it is wider than that. */
function boxOf(map: MapLibre): Box {
  const seen = map.getBounds();
  const [south, north] = [Math.max(-90, seen.getSouth()), Math.min(90, seen.getNorth())];
  if (seen.getEast() - seen.getWest() >= 360) return { south, north, west: -180, east: 180 };
  return { south, north, west: seen.getSouthWest().wrap().lng, east: seen.getNorthEast().wrap().lng };
}
