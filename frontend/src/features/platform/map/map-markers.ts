// The markers of a map: buttons that are kept while their spot stays, so that the focus does not jump.
import { type Map as MapLibre, Marker } from 'maplibre-gl';
import type { Point } from './map-view';

export interface Spot extends Point {
  id: string;
  title: string;
  /** How many places it stands for; one by default. */
  count?: number;
}

export class Markers {
  private readonly markers = new Map<string, { marker: Marker; spot: Spot }>();

  constructor(
    private readonly map: MapLibre,
    private readonly onSelect: (id: string) => void,
  ) {
    map.on('moveend', () => this.updateTabOrder());
  }

  update(spots: readonly Spot[], selected: string | undefined): void {
    const wanted = new Map(spots.map((spot) => [spot.id, spot]));
    let hadFocus = false;
    for (const [id, { marker, spot }] of this.markers) {
      const now = wanted.get(id);
      if (now && looksSame(spot, now)) {
        // A moved marker stays the same button and keeps the focus.
        if (now.latitude !== spot.latitude || now.longitude !== spot.longitude)
          marker.setLngLat([now.longitude, now.latitude]);
        this.markers.set(id, { marker, spot: now });
        continue;
      }
      hadFocus ||= marker.getElement() === document.activeElement;
      marker.remove();
      this.markers.delete(id);
    }
    for (const spot of spots)
      if (!this.markers.has(spot.id)) this.markers.set(spot.id, { marker: this.createMarker(spot), spot });
    for (const [id, { marker }] of this.markers) marker.getElement().classList.toggle('map-mark-on', id === selected);
    this.updateTabOrder();
    if (hadFocus) this.map.getCanvas().focus();
  }

  /** Cells reach beyond the map's edge: take markers outside of it out of the tab order. */
  private updateTabOrder(): void {
    const { clientWidth, clientHeight } = this.map.getContainer();
    for (const { marker } of this.markers.values()) {
      const { x, y } = this.map.project(marker.getLngLat());
      marker.getElement().tabIndex = x >= 0 && y >= 0 && x <= clientWidth && y <= clientHeight ? 0 : -1;
    }
  }

  focus(id: string): void {
    this.markers.get(id)?.marker.getElement().focus();
  }

  private createMarker(spot: Spot): Marker {
    const element = createElement(spot);
    element.addEventListener('click', (event) => {
      event.stopPropagation();
      this.onSelect(spot.id);
    });
    const anchor = (spot.count ?? 1) > 1 ? 'center' : 'bottom';
    const marker = new Marker({ element, anchor }).setLngLat([spot.longitude, spot.latitude]).addTo(this.map);
    element.setAttribute('aria-label', spot.title); // MapLibre labels every marker the same
    return marker;
  }
}

function createElement({ title, count = 1 }: Spot): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.title = title;
  if (count === 1) {
    element.className = 'map-pin';
    return element;
  }
  element.className = 'map-cluster';
  element.textContent = new Intl.NumberFormat(document.documentElement.lang || undefined, {
    notation: 'compact',
  }).format(count);
  element.style.setProperty('--size', `${Math.round(34 + 9 * Math.log10(count))}px`);
  element.dataset.count = String(count);
  return element;
}

function looksSame(one: Spot, other: Spot): boolean {
  return one.title === other.title && (one.count ?? 1) === (other.count ?? 1);
}
