// The map's address round-trips, and invalid values are dropped.
import { expect, it } from 'vitest';
import { formatView, parseMapSearch, getView } from './map-address';

it('a view that is written is read again', () => {
  const view = { latitude: -17.123456, longitude: 179.987654, zoom: 4.567 };
  expect(getView(parseMapSearch({ ...formatView(view) }))).toEqual({
    latitude: -17.12346,
    longitude: 179.98765,
    zoom: 4.57,
  });
});

it('filters stand beside it', () => {
  expect(
    parseMapSearch({ lat: '10', lng: '20', tag: 'coffee', following: true, since: '2026-01', until: '2026-11' }),
  ).toEqual({
    ...{ lat: 10, lng: 20, z: undefined },
    ...{ tag: 'coffee', following: true, since: '2026-01', until: '2026-11' },
  });
  expect(parseMapSearch({ tag: 2026 }).tag).toBe('2026');
});

it.each([
  [{ lat: 'north', lng: [], z: null }, {}],
  [{ lat: '', lng: '  ', tag: '  ' }, {}],
  [
    { lat: 1000, lng: -1000, z: 99 },
    { lat: 90, lng: -180, z: 22 },
  ],
  [{ since: '0026-11', until: '2026-13', following: '' }, {}],
])('%j says %j', (said, read) => {
  const known = Object.entries(parseMapSearch(said)).filter(([, value]) => value !== undefined);
  expect(Object.fromEntries(known)).toEqual(read);
});

it('half a place is none', () => {
  expect(getView({ lat: 10 })).toBeNull();
  expect(getView({ lat: 10, lng: 20 })?.zoom).toBe(5);
});
