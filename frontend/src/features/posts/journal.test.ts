// Unsaved words survive on the device, each opening's apart.
import { beforeEach, expect, it } from 'vitest';
import type { Words } from './draft-saver';
import { Journal } from './journal';

class FakeStorage implements Storage {
  private readonly kept = new Map<string, string>();
  get length() {
    return this.kept.size;
  }
  key = (place: number) => [...this.kept.keys()][place] ?? null;
  getItem = (key: string) => this.kept.get(key) ?? null;
  setItem = (key: string, value: string) => void this.kept.set(key, value);
  removeItem = (key: string) => void this.kept.delete(key);
  clear = () => this.kept.clear();
}

const WORDS: Words = { title: 'Rain', body: 'All night', tags: 'wet', visibility: 'PUBLIC' };
const BASE: Words = { ...WORDS, body: '' };
let store: Storage;
const open = (user = 'ada', post = 'post_1') => new Journal(user, post, store);

beforeEach(() => {
  store = new FakeStorage();
});

it('the next opening finds what was left, with what it was written on', () => {
  open().note(WORDS, BASE);

  expect(open().found()).toMatchObject([{ words: WORDS, base: BASE }]);
});

it('what was saved leaves nothing, and one opening never ends what another noted', () => {
  const [one, other] = [open(), open()];
  one.note(WORDS, BASE);
  other.note({ ...WORDS, title: 'Snow' }, BASE);

  other.done();

  expect(open().found().map(({ words }) => words.title)).toEqual(['Rain']);
});

it('another person and another article find nothing', () => {
  open().note(WORDS, BASE);

  expect(open('grace').found()).toEqual([]);
  expect(open('ada', 'post_2').found()).toEqual([]);
});

it('what is not readable is passed over, and a full device stops no writing', () => {
  store.setItem('waymark.unsaved.ada.post_1.x', '{"words":');
  expect(open().found()).toEqual([]);

  store.setItem = () => {
    throw new Error('QuotaExceededError');
  };
  expect(() => open().note(WORDS, BASE)).not.toThrow();
});
