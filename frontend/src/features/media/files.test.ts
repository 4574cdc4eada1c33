// What may become a photo, said before anything is sent.
import { expect, it } from 'vitest';
import { faultOf, typeOf } from './files';
import { wordsNow } from './messages/words';

const of = (name: string, type: string, size = 10) => new File([new Uint8Array(size)], name, { type });

it('a photo has no fault, also where the browser does not know its format', () => {
  expect(faultOf(of('ridge.jpg', 'image/jpeg'), wordsNow())).toBeNull();
  expect(typeOf(of('ridge.HEIC', ''))).toBe('image/heic');
  expect(faultOf(of('ridge.HEIC', ''), wordsNow())).toBeNull();
});

it('other files, empty ones and large ones are told apart', () => {
  expect(faultOf(of('notes.pdf', 'application/pdf'), wordsNow())).toMatch(/no photo/);
  expect(faultOf(of('ridge.jpg', 'image/jpeg', 0), wordsNow())).toMatch(/empty/);
  expect(faultOf(of('ridge.jpg', 'image/jpeg', 26 * 1024 * 1024), wordsNow())).toMatch(/26 MB; 25/);
});
