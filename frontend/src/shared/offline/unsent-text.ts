// Unsent text of form fields: survives a reload of the tab, and is cleared on sign-in and sign-out.

const PREFIX = 'waymark.words.';

export function readUnsentText(field: string): string {
  return sessionStorage.getItem(PREFIX + field) ?? '';
}

/** Store a field's text; empty text removes it. */
export function storeUnsentText(place: string, text: string): void {
  if (text) sessionStorage.setItem(PREFIX + place, text);
  else sessionStorage.removeItem(PREFIX + place);
}

export function clearUnsentText(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
}
