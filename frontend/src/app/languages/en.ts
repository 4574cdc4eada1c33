// Everything the site says in English: the messages of every room, in one file to load.
import type { Messages } from '../../shared/i18n/message';

export const written: Record<string, { en: Messages }> = import.meta.glob(
  ['../messages/en.ts', '../../shared/messages/en.ts', '../../features/*/messages/en.ts'],
  { eager: true },
);
