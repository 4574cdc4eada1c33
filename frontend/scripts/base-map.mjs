// Write the base map the site carries: countries as plain GeoJSON, cut at the antimeridian, about 1 km fine.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { geoEquirectangular } from 'd3-geo';
import { geoProject } from 'd3-geo-projection';
import { feature } from 'topojson-client';

const require = createRequire(import.meta.url);
const world = JSON.parse(readFileSync(require.resolve('world-atlas/countries-50m.json'), 'utf8'));

// A projection whose units are degrees: what it does for us is the cut along the antimeridian and at the poles.
const degrees = geoEquirectangular().scale(180 / Math.PI).translate([0, 0]).precision(0.1).reflectY(true);
const cut = geoProject(feature(world, world.objects.countries), degrees);

const rounded = (value) => Math.round(value * 100) / 100;
const ring = (points) => points.map(([x, y]) => [rounded(x), rounded(y)]);
const rings = (geometry) =>
  geometry.type === 'Polygon'
    ? { ...geometry, coordinates: geometry.coordinates.map(ring) }
    : { ...geometry, coordinates: geometry.coordinates.map((polygon) => polygon.map(ring)) };

const features = cut.features
  .filter(({ geometry }) => geometry)
  .map(({ geometry, properties }) => ({ type: 'Feature', geometry: rings(geometry), properties: { name: properties.name } }));

writeFileSync(new URL('../public/base-map.json', import.meta.url), JSON.stringify({ type: 'FeatureCollection', features }));
