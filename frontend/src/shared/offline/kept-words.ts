// Words that were not sent yet: kept over a reload of their tab, and gone with whoever signs in or out.

const PREFIX = 'waymark.words.';

export function keptWords(place: string): string {
  return sessionStorage.getItem(PREFIX + place) ?? '';
}

/** Keep what stands in a field; an empty one keeps nothing. */
export function keepWords(place: string, words: string): void {
  if (words) sessionStorage.setItem(PREFIX + place, words);
  else sessionStorage.removeItem(PREFIX + place);
}

export function forgetWords(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
}
