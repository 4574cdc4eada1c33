// Which files can become videos, and which file an unfinished upload was begun with, remembered on this device.
import type { getMessages } from './messages/use-messages';

const TYPE_OF_ENDING: Record<string, string> = {
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  mkv: 'video/x-matroska',
  avi: 'video/x-msvideo',
  mpg: 'video/mpeg',
  mpeg: 'video/mpeg',
  ts: 'video/mp2t',
};
const TYPES = new Set(Object.values(TYPE_OF_ENDING));
const MAX_BYTES = 2_000_000_000;
const KEY = 'waymark.video-upload.';

export const ACCEPT = [...TYPES, ...Object.keys(TYPE_OF_ENDING).map((ending) => `.${ending}`)].join(',');

/** Return the media type of a file; browsers that do not know it leave it empty. */
export function getContentType({ name, type }: File): string {
  return TYPES.has(type) ? type : (TYPE_OF_ENDING[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? '');
}

/** Say why a file cannot become a video, or return null. */
export function findFileProblem(file: File, messages: ReturnType<typeof getMessages>): string | null {
  if (file.size === 0) return messages.emptyFile;
  if (file.size > MAX_BYTES) return messages.tooLarge;
  return getContentType(file) ? null : messages.wrongType;
}

/** Remember which file an upload was begun with. */
export function rememberFile(videoId: string, file: File): void {
  localStorage.setItem(KEY + videoId, JSON.stringify(describeFile(file)));
}

export function forgetFile(videoId: string): void {
  localStorage.removeItem(KEY + videoId);
}

/** Return the name of the file to choose instead, or null if this is the one the upload was begun with. */
export function findOtherName(videoId: string, file: File, bytes: number): string | null {
  const stored = localStorage.getItem(KEY + videoId);
  const known = stored ? (JSON.parse(stored) as ReturnType<typeof describeFile>) : null;
  const isSame = known ? JSON.stringify(known) === JSON.stringify(describeFile(file)) : file.size === bytes; // begun on another device
  return isSame ? null : (known?.name ?? file.name);
}

const describeFile = ({ name, size, lastModified }: File) => ({ name, size, lastModified });
