// What may become a photo, said before anything is sent.
import { expect, it } from 'vitest';
import { findFileProblem, getContentType } from './files';
import { getMessages } from './messages/use-messages';

const of = (name: string, type: string, size = 10) => new File([new Uint8Array(size)], name, { type });

it('a photo has no fault, also where the browser does not know its format', () => {
  expect(findFileProblem(of('ridge.jpg', 'image/jpeg'), getMessages())).toBeNull();
  expect(getContentType(of('ridge.HEIC', ''))).toBe('image/heic');
  expect(findFileProblem(of('ridge.HEIC', ''), getMessages())).toBeNull();
});

it('other files, empty ones and large ones are told apart', () => {
  expect(findFileProblem(of('notes.pdf', 'application/pdf'), getMessages())).toMatch(/can’t read/);
  expect(findFileProblem(of('ridge.jpg', 'image/jpeg', 0), getMessages())).toMatch(/empty/);
  expect(findFileProblem(of('ridge.jpg', 'image/jpeg', 26 * 1024 * 1024), getMessages())).toMatch(
    /26 MB; the limit is 25/,
  );
});
