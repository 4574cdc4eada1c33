// The photos that people upload: those of the demo world, and a file that is none.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

type Name = 'espresso' | 'cat';

export function photoPath(name: Name): string {
  return fileURLToPath(new URL(`../../../infra/local/world/photos/${name}.jpg`, import.meta.url));
}

export function readPhoto(name: Name): Promise<Buffer> {
  return readFile(photoPath(name));
}

/** A letter that calls itself a photo. */
export const LETTER = {
  name: 'letter.jpg',
  mimeType: 'image/jpeg',
  buffer: Buffer.from('Dear reader, this is no picture.'),
};
