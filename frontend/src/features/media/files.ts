// Which files may become photos: said before anything is sent, in the same terms as the API.
import type { wordsNow } from './messages/words';

const TYPES = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/heic', 'image/heif', 'image/avif']);
/** Browsers without the format leave a file's type empty: its ending says it then. */
const TYPE_OF_ENDING: Record<string, string> = { heic: 'image/heic', heif: 'image/heif', avif: 'image/avif' };
const MAX_BYTES = 25 * 1024 * 1024;

export const ACCEPT = [...TYPES, '.heic', '.heif', '.avif'].join(',');

export function typeOf({ name, type }: File): string {
  return type || (TYPE_OF_ENDING[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? '');
}

/** Return why a file cannot become a photo, or null. What lies behind its type the server finds out. */
export function faultOf(file: File, words: ReturnType<typeof wordsNow>): string | null {
  if (!TYPES.has(typeOf(file))) return words.notAPhoto;
  if (file.size === 0) return words.emptyFile;
  if (file.size > MAX_BYTES) return words.tooLarge({ megabytes: Math.ceil(file.size / 1024 / 1024) });
  return null;
}

/** Return the pictures in what was pasted; where text comes with them, the text was meant. */
export function pastedPictures(data: DataTransfer | null): File[] {
  if (!data || data.types.includes('text/plain')) return [];
  return [...data.files].filter(({ type }) => type.startsWith('image/'));
}
