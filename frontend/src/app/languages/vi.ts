// Everything the site says in Vietnamese: the messages of every room, in one file to load.
import type { Messages } from '../../shared/i18n/message';

export const written: Record<string, { vi: Messages }> = import.meta.glob(
  ['../messages/vi.ts', '../../shared/messages/vi.ts', '../../features/*/messages/vi.ts'],
  { eager: true },
);
