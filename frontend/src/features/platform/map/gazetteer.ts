// The gazetteer: places of the world by name, searched on this device.

export interface Place {
  name: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  latitude: number;
  longitude: number;
}

const MAX_RESULTS = 8;
const NEAR_KM = 40;
const KM_A_DEGREE = 111.2;
// Letters that Unicode does not decompose.
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  đ: 'd',
  ø: 'o',
  ł: 'l',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
};

/** Fold a name: no accents, capitals or punctuation, so that `da nang` finds Đà Nẵng. */
export function foldName(name: string): string {
  const lower = name.toLowerCase();
  if (/^[\x00-\x7f]*$/.test(lower)) return lower.replace(/[^a-z0-9]+/g, ' ').trim();
  return lower
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[đøłßæœıðþħ]/g, (letter) => PLAIN_LETTERS[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

export class Gazetteer {
  private readonly names: string[];

  /** Places must be sorted largest first. `getCountryName` localises country codes. */
  constructor(
    private readonly places: readonly Place[],
    private readonly getCountryName: (country: string) => string,
  ) {
    this.names = places.map(({ name }) => ` ${foldName(name)}`);
  }

  /** Find places whose words start with the query's words; exact names first, then the largest. */
  search(query: string, limit = MAX_RESULTS): Place[] {
    const words = foldName(query).split(' ').filter(Boolean);
    const [first] = words;
    if (!first) return [];
    const whole = ` ${words.join(' ')}`;
    const [exact, others]: [Place[], Place[]] = [[], []];
    for (const [at, name] of this.names.entries()) {
      if (!name.includes(` ${first}`)) continue;
      const place = this.places[at];
      if (!place) continue;
      if (name === whole) exact.push(place);
      else if (others.length < limit && this.matches(name, place, words)) others.push(place);
    }
    return [...exact.slice(0, limit), ...others].slice(0, limit);
  }

  /** Return the place nearest to a point, or null when none is near. */
  findNearest(latitude: number, longitude: number): Place | null {
    const squeeze = Math.cos((latitude * Math.PI) / 180);
    let [found, best]: [Place | null, number] = [null, NEAR_KM / KM_A_DEGREE];
    for (const place of this.places) {
      const up = Math.abs(place.latitude - latitude);
      if (up > best) continue;
      const apart = Math.abs(place.longitude - longitude);
      const distance = Math.hypot(up, Math.min(apart, 360 - apart) * squeeze);
      if (distance < best) [found, best] = [place, distance];
    }
    return found;
  }

  private matches(name: string, { country }: Place, words: readonly string[]): boolean {
    const rest = words.filter((word) => !name.includes(` ${word}`));
    if (rest.length === 0) return true;
    const where = ` ${foldName(this.getCountryName(country))} ${country.toLowerCase()}`;
    return rest.every((word) => where.includes(` ${word}`));
  }
}

/** Parse the gazetteer's file: name, country, latitude and longitude in hundredths of a degree, separated by tabs. */
export function parseGazetteer(lines: string): Place[] {
  return lines.split('\n').map((line) => {
    const [name = '', country = '', latitude = '', longitude = ''] = line.split('\t');
    return { name, country, latitude: Number(latitude) / 100, longitude: Number(longitude) / 100 };
  });
}

const gazetteers = new Map<string, Promise<Gazetteer>>();

/** Load the gazetteer for a locale, once; a failed load is retried on the next call. */
export function loadGazetteer(locale: string): Promise<Gazetteer> {
  const known = gazetteers.get(locale);
  if (known) return known;
  const loading = fetchGazetteer(locale);
  gazetteers.set(locale, loading);
  loading.catch(() => gazetteers.delete(locale));
  return loading;
}

/** Return a function that names countries in a locale, or returns the code when the browser has no name. */
export function createCountryNames(locale: string): (country: string) => string {
  const names = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' });
  return (country) => (country ? (names.of(country) ?? country) : '');
}

async function fetchGazetteer(locale: string): Promise<Gazetteer> {
  const answer = await fetch('/places.tsv');
  if (!answer.ok) throw new Error(`/places.tsv is missing (${answer.status}).`);
  return new Gazetteer(parseGazetteer(await answer.text()), createCountryNames(locale));
}
