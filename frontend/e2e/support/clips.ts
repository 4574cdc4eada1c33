// Files that people upload, and what a microphone hears: a clip of the demo world, turned by a quarter as phones write it,
// a speech, a voice, and a letter.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PYTHON = process.env.WAYMARK_PYTHON ?? join(ROOT, '.venv/bin/python');

/** Write a portrait video of six seconds, with sound; it has so many bytes because players skip a box called `free`. */
export async function writeClip(path: string, bytes: number): Promise<void> {
  await promisify(execFile)(PYTHON, ['-m', 'infra.local.world.clips', 'before-the-climb', path], { cwd: ROOT });
  const video = await readFile(path);
  const box = Buffer.alloc(bytes - video.length);
  box.writeUInt32BE(box.length);
  box.write('free', 4);
  await writeFile(path, Buffer.concat([video, box]));
}

/** Write a video of a few seconds in which somebody speaks of a lighthouse. */
export async function writeSpokenClip(path: string): Promise<void> {
  await promisify(execFile)(PYTHON, ['-m', 'tests.fakes.spoken', path], { cwd: ROOT });
}

/** Write a video whose third second moderation refuses: soft shapes, which its model takes for nudity. */
export async function writeRefusedClip(path: string): Promise<void> {
  await promisify(execFile)(PYTHON, ['-m', 'tests.fakes.unsafe', path], { cwd: ROOT });
}

/** Write a sound in which somebody says a text, as a microphone would hear it. */
export async function writeSpeech(path: string, text: string): Promise<void> {
  await promisify(execFile)(PYTHON, ['-m', 'tests.fakes.speech', path, text], { cwd: ROOT });
}

/** A letter that calls itself a video. */
export const LETTER = {
  name: 'letter.mp4',
  mimeType: 'video/mp4',
  buffer: Buffer.from('Dear viewer, this is no video.'),
};
