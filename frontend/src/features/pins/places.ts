// The gazetteer: places of the world by name, searched on this device; loaded once, when it is first asked.

export interface Place {
  name: string;
  /** ISO 3166, two letters. */
  country: string;
  latitude: number;
  longitude: number;
}

const FOUND_AT_MOST = 8;
const NEAR_KM = 40;
const KM_A_DEGREE = 111.2;
// Letters that Unicode does not take apart.
const PLAIN: Readonly<Record<string, string>> = { đ: 'd', ø: 'o', ł: 'l', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i', ð: 'd', þ: 'th', ħ: 'h' };

/** Write a name without accents, capitals and signs, so that `da nang` finds Đà Nẵng. */
export function folded(name: string): string {
  const lower = name.toLowerCase();
  if (/^[\x00-\x7f]*$/.test(lower)) return lower.replace(/[^a-z0-9]+/g, ' ').trim();
  return lower
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[đøłßæœıðþħ]/g, (letter) => PLAIN[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

export class Gazetteer {
  private readonly names: string[];

  /** Places come the largest first. `nameOf` writes a country in the reader's language. */
  constructor(
    private readonly places: readonly Place[],
    private readonly nameOf: (country: string) => string,
  ) {
    this.names = places.map(({ name }) => ` ${folded(name)}`);
  }

  /** Find places whose name, with their country's, has words that begin so: whole names first, then the largest. */
  search(query: string, limit = FOUND_AT_MOST): Place[] {
    const words = folded(query).split(' ').filter(Boolean);
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

  /** Return the nearest place to a point, none where it is far from all. */
  nearest(latitude: number, longitude: number): Place | null {
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
    const where = ` ${folded(this.nameOf(country))} ${country.toLowerCase()}`;
    return rest.every((word) => where.includes(` ${word}`));
  }
}

/** Read the gazetteer's file: name, country, latitude and longitude in hundredths of a degree, by tabs. */
export function read(lines: string): Place[] {
  return lines.split('\n').map((line) => {
    const [name = '', country = '', latitude = '', longitude = ''] = line.split('\t');
    return { name, country, latitude: Number(latitude) / 100, longitude: Number(longitude) / 100 };
  });
}

const loaded = new Map<string, Promise<Gazetteer>>();

/** Load the gazetteer for a reader's locale, once; a failed load is tried again when it is asked again. */
export function gazetteer(locale: string): Promise<Gazetteer> {
  const known = loaded.get(locale);
  if (known) return known;
  const loading = load(locale);
  loaded.set(locale, loading);
  loading.catch(() => loaded.delete(locale));
  return loading;
}

/** Write a country in a language: its code where the browser knows no name. */
export function countries(locale: string): (country: string) => string {
  const names = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' });
  return (country) => (country ? (names.of(country) ?? country) : '');
}

async function load(locale: string): Promise<Gazetteer> {
  const answer = await fetch('/places.tsv');
  if (!answer.ok) throw new Error(`/places.tsv is missing (${answer.status}).`);
  return new Gazetteer(read(await answer.text()), countries(locale));
}
