// The current language: detected from the browser, or chosen and remembered.
import { useSyncExternalStore } from 'react';
import { type Messages, type CompiledMessages, compileMessages } from './message';

/** All languages, with their own names and writing directions. */
export const LANGUAGES = {
  en: { name: 'English', direction: 'ltr' },
  vi: { name: 'Tiếng Việt', direction: 'ltr' },
} as const;
export type Language = keyof typeof LANGUAGES;

/** All messages of a language, by feature. */
export type MessageCatalogs = Readonly<Record<string, Messages>>;

interface CurrentLanguage {
  language: Language;
  /** The locale for Intl: the reader's variant of the language, such as en-GB. */
  locale: string;
  catalogs: Readonly<Record<string, Record<string, unknown>>>;
}

const STORAGE_KEY = 'waymark.language';
const listeners = new Set<() => void>();
let current: CurrentLanguage | null = null;

/** Return the remembered language, or the browser's first supported one. */
export function detectLanguage(requested: readonly string[] = navigator.languages): Language {
  const remembered = localStorage.getItem(STORAGE_KEY);
  return [remembered ?? '', ...requested].map((tag) => tag.split('-')[0]?.toLowerCase() ?? '').find(isLanguage) ?? 'en';
}

/** Set the language of this tab. */
export function setLanguage(
  language: Language,
  rooms: MessageCatalogs,
  asked: readonly string[] = navigator.languages,
): void {
  const locale = asked.find((tag) => tag.split('-')[0]?.toLowerCase() === language) ?? language;
  current = {
    language,
    locale,
    catalogs: Object.fromEntries(
      Object.entries(rooms).map(([room, written]) => [room, compileMessages(locale, written)]),
    ),
  };
  if (typeof document !== 'undefined')
    Object.assign(document.documentElement, { lang: language, dir: LANGUAGES[language].direction });
  for (const listener of listeners) listener();
}

export function rememberLanguage(language: Language): void {
  localStorage.setItem(STORAGE_KEY, language);
}

/** Return access to a feature's messages: a hook for components and a function for other code. */
export function createMessageHooks<M extends Messages>(catalog: string) {
  const getMessages = () => getCurrent().catalogs[catalog] as CompiledMessages<M>;
  const useMessages = () => useSyncExternalStore(subscribe, getMessages);
  return { useMessages, getMessages };
}

export function useLanguage(): CurrentLanguage {
  return useSyncExternalStore(subscribe, getCurrent);
}

/** Return the reader's locale, for Intl. */
export function getLocale(): string {
  return getCurrent().locale;
}

export function getLanguage(): Language {
  return getCurrent().language;
}

function getCurrent(): CurrentLanguage {
  if (!current) throw new Error('No language is spoken yet.');
  return current;
}

function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(LANGUAGES, tag);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
