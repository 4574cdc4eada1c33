// The map's view and filters as its address says them: what makes no sense there is left out.
import type { Filters } from './map-filters';
import type { View } from './map-view';

export interface MapSearch extends Filters {
  lat?: number | undefined;
  lng?: number | undefined;
  z?: number | undefined;
}

const MONTH = /^2\d{3}-(0[1-9]|1[0-2])$/;

/** Read an address, which may say anything. */
export function mapSearch({ lat, lng, z, tag, following, since, until }: Record<string, unknown>): MapSearch {
  return {
    lat: within(lat, -90, 90),
    lng: within(lng, -180, 180),
    z: within(z, 0, 22),
    tag: text(tag),
    following: following ? true : undefined,
    since: month(since),
    until: month(until),
  };
}

/** Return the view an address names, none where it names no place. */
export function viewOf({ lat, lng, z = 5 }: MapSearch): View | null {
  return lat === undefined || lng === undefined ? null : { latitude: lat, longitude: lng, zoom: z };
}

/** Write a view for an address: a metre fine. */
export function addressOf({ latitude, longitude, zoom }: View): MapSearch {
  const rounded = (value: number, digits: number) => Number(value.toFixed(digits));
  return { lat: rounded(latitude, 5), lng: rounded(longitude, 5), z: rounded(zoom, 2) };
}

function within(value: unknown, least: number, most: number): number | undefined {
  const said = typeof value === 'number' || (typeof value === 'string' && value.trim()) ? Number(value) : Number.NaN;
  return Number.isFinite(said) ? Math.max(least, Math.min(most, said)) : undefined;
}

/** A tag of digits arrives as a number. */
function text(value: unknown): string | undefined {
  return (typeof value === 'string' && value.trim()) || typeof value === 'number' ? String(value) : undefined;
}

function month(value: unknown): string | undefined {
  return typeof value === 'string' && MONTH.test(value) ? value : undefined;
}
