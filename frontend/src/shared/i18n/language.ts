// The language people read: taken from the browser, changed by a switch and remembered; a language is loaded when it is chosen.
import { useSyncExternalStore } from 'react';
import { type Messages, type Words, wordsIn } from './message';

/** Every language there is: its own name, and which way it is written. */
export const LANGUAGES = {
  en: { name: 'English', direction: 'ltr' },
  vi: { name: 'Tiếng Việt', direction: 'ltr' },
} as const;
export type Language = keyof typeof LANGUAGES;

/** All messages of a language, by room. */
export type Rooms = Readonly<Record<string, Messages>>;

interface Spoken {
  language: Language;
  /** What Intl is told: the reader's own variant of the language, such as en-GB. */
  locale: string;
  rooms: Readonly<Record<string, Record<string, unknown>>>;
}

const REMEMBERED = 'waymark.language';
const listeners = new Set<() => void>();
let spoken: Spoken | null = null;

/** Return the language to begin with: what was chosen here before, else the browser's first that there is. */
export function preferred(asked: readonly string[] = navigator.languages): Language {
  const remembered = localStorage.getItem(REMEMBERED);
  return [remembered ?? '', ...asked].map((tag) => tag.split('-')[0]?.toLowerCase() ?? '').find(isLanguage) ?? 'en';
}

/** Speak a language from now on, on every page that is open in this tab. */
export function speak(language: Language, rooms: Rooms, asked: readonly string[] = navigator.languages): void {
  const locale = asked.find((tag) => tag.split('-')[0]?.toLowerCase() === language) ?? language;
  spoken = { language, locale, rooms: Object.fromEntries(Object.entries(rooms).map(([room, written]) => [room, wordsIn(locale, written)])) };
  if (typeof document !== 'undefined') Object.assign(document.documentElement, { lang: language, dir: LANGUAGES[language].direction });
  for (const listener of listeners) listener();
}

export function remember(language: Language): void {
  localStorage.setItem(REMEMBERED, language);
}

/** Return a room's words: a hook for components, and a function for what is said outside of them. */
export function wordsOf<M extends Messages>(room: string) {
  const wordsNow = () => now().rooms[room] as Words<M>;
  const useWords = () => useSyncExternalStore(listen, wordsNow);
  return { useWords, wordsNow };
}

export function useLanguage(): Spoken {
  return useSyncExternalStore(listen, now);
}

/** Return the reader's locale, for Intl. */
export function localeNow(): string {
  return now().locale;
}

export function languageNow(): Language {
  return now().language;
}

function now(): Spoken {
  if (!spoken) throw new Error('No language is spoken yet.');
  return spoken;
}

function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(LANGUAGES, tag);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
