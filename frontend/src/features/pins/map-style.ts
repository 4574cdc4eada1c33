// The map's own drawing: sea, land, borders and the names of countries, in the site's colours.
import type { StyleSpecification } from 'maplibre-gl';

const LIGHT = { sea: '#dbe6e6', land: '#f4f0e4', border: '#cfc8b4', name: '#77705e' };
const DARK = { sea: '#17211f', land: '#27312f', border: '#3b4744', name: '#8d978f' };

export function styleFor(isDark: boolean): StyleSpecification {
  const { sea, land, border, name } = isDark ? DARK : LIGHT;
  return {
    version: 8,
    sources: { countries: { type: 'geojson', data: new URL('/base-map.json', location.href).href } },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': sea } },
      { id: 'land', type: 'fill', source: 'countries', filter: ['!=', ['geometry-type'], 'Point'], paint: { 'fill-color': land } },
      { id: 'borders', type: 'line', source: 'countries', filter: ['!=', ['geometry-type'], 'Point'], paint: { 'line-color': border, 'line-width': 0.8 } },
      {
        id: 'names',
        type: 'symbol',
        source: 'countries',
        filter: ['==', ['geometry-type'], 'Point'],
        minzoom: 2,
        layout: { 'symbol-sort-key': ['get', 'rank'], 'text-field': ['get', 'name'], 'text-size': 12, 'text-max-width': 7 },
        paint: { 'text-color': name, 'text-halo-color': land, 'text-halo-width': 1.2 },
      },
    ],
  };
}
