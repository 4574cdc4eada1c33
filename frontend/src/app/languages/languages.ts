// Loads a language and speaks it; the others stay on the server.
import { type Language, type Rooms, speak } from '../../shared/i18n/language';
import type { Messages } from '../../shared/i18n/message';

const LOADERS: Record<Language, () => Promise<Rooms>> = {
  en: async () => byRoom((await import('./en')).written, 'en'),
  vi: async () => byRoom((await import('./vi')).written, 'vi'),
};

export async function load(language: Language): Promise<void> {
  speak(language, await LOADERS[language]());
}

/** Name messages by the folder they lie in: `features/posts/messages/en.ts` is `posts`, this app's own are `app`. */
export function byRoom<L extends Language>(files: Record<string, Record<L, Messages>>, language: L): Rooms {
  return Object.fromEntries(Object.entries(files).map(([path, file]) => [/([^/.]+)\/messages\//.exec(path)?.[1] ?? 'app', file[language]]));
}
