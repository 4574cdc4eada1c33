// Which files can become photos; the same rules as the API's, checked before anything is sent.
import type { getMessages } from './messages/use-messages';

const TYPES = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/heic', 'image/heif', 'image/avif']);
/** Browsers that do not know a format leave the type empty; use the extension. */
const TYPE_OF_ENDING: Record<string, string> = { heic: 'image/heic', heif: 'image/heif', avif: 'image/avif' };
const MAX_BYTES = 25 * 1024 * 1024;

export const ACCEPT = [...TYPES, '.heic', '.heif', '.avif'].join(',');

export function getContentType({ name, type }: File): string {
  return type || (TYPE_OF_ENDING[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? '');
}

/** Return why a file cannot become a photo, or null. The server checks the contents. */
export function findFileProblem(file: File, messages: ReturnType<typeof getMessages>): string | null {
  if (!TYPES.has(getContentType(file))) return messages.unreadableFile;
  if (file.size === 0) return messages.emptyFile;
  if (file.size > MAX_BYTES) return messages.tooLarge({ megabytes: Math.ceil(file.size / 1024 / 1024) });
  return null;
}

/** Return pasted pictures; none when text was pasted with them, because the text was meant. */
export function getPastedPictures(data: DataTransfer | null): File[] {
  if (!data || data.types.includes('text/plain')) return [];
  return [...data.files].filter(({ type }) => type.startsWith('image/'));
}
