// Loads a language's messages and switches to it.
import { type Language, type MessageCatalogs, setLanguage } from '../../shared/i18n/language';
import type { Messages } from '../../shared/i18n/message';

const LOADERS: Record<Language, () => Promise<MessageCatalogs>> = {
  en: async () => collectCatalogs((await import('./en')).messageFiles, 'en'),
  vi: async () => collectCatalogs((await import('./vi')).messageFiles, 'vi'),
};

export async function loadLanguage(language: Language): Promise<void> {
  setLanguage(language, await LOADERS[language]());
}

/** Key message files by their folder: `features/social/posts/messages/en.ts` is `social/posts`. */
export function collectCatalogs<L extends Language>(
  files: Record<string, Record<L, Messages>>,
  language: L,
): MessageCatalogs {
  return Object.fromEntries(Object.entries(files).map(([path, file]) => [getCatalogName(path), file[language]]));
}

export function getCatalogName(path: string): string {
  return /(?:features\/)?([\w-]+(?:\/[\w-]+)?)\/messages\//.exec(path)?.[1] ?? 'app';
}
