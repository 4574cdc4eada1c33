// The buttons on a map, one for each spot: kept while a spot stays, so that neither focus nor picture jumps.
import { type Map as MapLibre, Marker } from 'maplibre-gl';
import type { Point } from './map-view';

export interface Spot extends Point {
  id: string;
  title: string;
  /** How many places it stands for; one unless told. */
  count?: number;
}

export class Markers {
  private readonly known = new Map<string, { marker: Marker; spot: Spot }>();

  constructor(
    private readonly map: MapLibre,
    private readonly choose: (id: string) => void,
  ) {
    map.on('moveend', () => this.reachable());
  }

  show(spots: readonly Spot[], chosen: string | undefined): void {
    const wanted = new Map(spots.map((spot) => [spot.id, spot]));
    let hadFocus = false;
    for (const [id, { marker, spot }] of this.known) {
      const now = wanted.get(id);
      if (now && isAlike(spot, now)) {
        // Moved, it stays the same button, so that the focus stays on it.
        if (now.latitude !== spot.latitude || now.longitude !== spot.longitude) marker.setLngLat([now.longitude, now.latitude]);
        this.known.set(id, { marker, spot: now });
        continue;
      }
      hadFocus ||= marker.getElement() === document.activeElement;
      marker.remove();
      this.known.delete(id);
    }
    for (const spot of spots) if (!this.known.has(spot.id)) this.known.set(spot.id, { marker: this.made(spot), spot });
    for (const [id, { marker }] of this.known) marker.getElement().classList.toggle('map-mark-on', id === chosen);
    this.reachable();
    if (hadFocus) this.map.getCanvas().focus();
  }

  /** Cells reach beyond the map's edge: the keyboard passes by what stands out there. */
  private reachable(): void {
    const { clientWidth, clientHeight } = this.map.getContainer();
    for (const { marker } of this.known.values()) {
      const { x, y } = this.map.project(marker.getLngLat());
      marker.getElement().tabIndex = x >= 0 && y >= 0 && x <= clientWidth && y <= clientHeight ? 0 : -1;
    }
  }

  focus(id: string): void {
    this.known.get(id)?.marker.getElement().focus();
  }

  private made(spot: Spot): Marker {
    const element = elementOf(spot);
    element.addEventListener('click', (event) => {
      event.stopPropagation();
      this.choose(spot.id);
    });
    const anchor = (spot.count ?? 1) > 1 ? 'center' : 'bottom';
    const marker = new Marker({ element, anchor }).setLngLat([spot.longitude, spot.latitude]).addTo(this.map);
    element.setAttribute('aria-label', spot.title); // MapLibre gives every marker the same name
    return marker;
  }
}

function elementOf({ title, count = 1 }: Spot): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.title = title;
  if (count === 1) {
    element.className = 'map-pin';
    return element;
  }
  element.className = 'map-cluster';
  element.textContent = new Intl.NumberFormat(document.documentElement.lang || undefined, { notation: 'compact' }).format(count);
  element.style.setProperty('--size', `${Math.round(34 + 9 * Math.log10(count))}px`);
  element.dataset.count = String(count);
  return element;
}

function isAlike(one: Spot, other: Spot): boolean {
  return one.title === other.title && (one.count ?? 1) === (other.count ?? 1);
}
