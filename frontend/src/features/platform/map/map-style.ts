// The bundled map style, in the site's colours.
import type { StyleSpecification } from 'maplibre-gl';

const LIGHT = {
  sea: '#dbe6e6',
  net: '#cfdddd',
  land: '#f4f0e4',
  border: '#cfc8b4',
  country: '#77705e',
  town: '#5d6562',
  dot: '#a39b86',
};
const DARK = {
  sea: '#17211f',
  net: '#1f2b29',
  land: '#27312f',
  border: '#3b4744',
  country: '#8d978f',
  town: '#a3aca6',
  dot: '#6c7772',
};

/** What the bundled style draws. */
export const MAP_DATA = ['/base-map.json', '/base-map-towns.json'];

/** Return the configured style's address for the colour scheme, or the bundled style. */
export function getStyle(mapStyle: string | undefined, isDark: boolean): StyleSpecification | string {
  return mapStyle ? mapStyle.replace('{scheme}', isDark ? 'dark' : 'light') : getBundledStyle(isDark);
}

export function getBundledStyle(isDark: boolean): StyleSpecification {
  const { sea, net, land, border, country, town, dot } = isDark ? DARK : LIGHT;
  const of = (kind: string) => ['==', ['get', 'kind'], kind] as ['==', ['get', string], string];
  return {
    version: 8,
    sources: {
      world: { type: 'geojson', data: new URL('/base-map.json', location.href).href },
      towns: { type: 'geojson', data: new URL('/base-map-towns.json', location.href).href },
    },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': sea } },
      { id: 'net', type: 'line', source: 'world', filter: of('net'), paint: { 'line-color': net, 'line-width': 0.8 } },
      { id: 'land', type: 'fill', source: 'world', filter: of('land'), paint: { 'fill-color': land } },
      {
        id: 'borders',
        type: 'line',
        source: 'world',
        filter: of('land'),
        paint: { 'line-color': border, 'line-width': 0.8 },
      },
      {
        id: 'dots',
        type: 'circle',
        source: 'towns',
        minzoom: 4,
        filter: ['<=', ['get', 'from'], ['zoom']],
        paint: { 'circle-radius': 2.2, 'circle-color': dot },
      },
      {
        id: 'countries',
        type: 'symbol',
        source: 'world',
        filter: of('name'),
        minzoom: 2,
        maxzoom: 7,
        layout: {
          'symbol-sort-key': ['get', 'rank'],
          'text-field': ['get', 'name'],
          'text-size': 12,
          'text-max-width': 7,
        },
        paint: { 'text-color': country, 'text-halo-color': land, 'text-halo-width': 1.2 },
      },
      {
        id: 'towns',
        type: 'symbol',
        source: 'towns',
        minzoom: 4,
        filter: ['<=', ['get', 'from'], ['zoom']],
        layout: {
          'symbol-sort-key': ['get', 'rank'],
          'text-field': ['get', 'name'],
          'text-size': 11,
          'text-anchor': 'top',
          'text-offset': [0, 0.4],
          'text-max-width': 8,
        },
        paint: { 'text-color': town, 'text-halo-color': land, 'text-halo-width': 1.2 },
      },
    ],
  };
}
