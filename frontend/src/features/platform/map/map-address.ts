// The map's view and filters in the address; invalid values are dropped.
import type { Filters } from './map-filters';
import type { View } from './map-view';

export interface MapSearch extends Filters {
  lat?: number | undefined;
  lng?: number | undefined;
  z?: number | undefined;
}

const MONTH = /^2\d{3}-(0[1-9]|1[0-2])$/;

/** Parse the address's search, which may contain anything. */
export function parseMapSearch({ lat, lng, z, tag, following, since, until }: Record<string, unknown>): MapSearch {
  return {
    lat: parseNumber(lat, -90, 90),
    lng: parseNumber(lng, -180, 180),
    z: parseNumber(z, 0, 22),
    tag: parseText(tag),
    following: following ? true : undefined,
    since: parseMonth(since),
    until: parseMonth(until),
  };
}

/** Return the view in an address, or null when it has no coordinates. */
export function getView({ lat, lng, z = 5 }: MapSearch): View | null {
  return lat === undefined || lng === undefined ? null : { latitude: lat, longitude: lng, zoom: z };
}

/** Format a view for the address, with a precision of about a metre. */
export function formatView({ latitude, longitude, zoom }: View): MapSearch {
  const round = (value: number, digits: number) => Number(value.toFixed(digits));
  return { lat: round(latitude, 5), lng: round(longitude, 5), z: round(zoom, 2) };
}

function parseNumber(value: unknown, least: number, most: number): number | undefined {
  const said = typeof value === 'number' || (typeof value === 'string' && value.trim()) ? Number(value) : Number.NaN;
  return Number.isFinite(said) ? Math.max(least, Math.min(most, said)) : undefined;
}

/** The router parses a tag of digits as a number. */
function parseText(value: unknown): string | undefined {
  return (typeof value === 'string' && value.trim()) || typeof value === 'number' ? String(value) : undefined;
}

function parseMonth(value: unknown): string | undefined {
  return typeof value === 'string' && MONTH.test(value) ? value : undefined;
}
