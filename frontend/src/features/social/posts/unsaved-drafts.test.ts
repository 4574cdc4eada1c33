// Unsaved words survive on the device, each opening's apart.
import { beforeEach, expect, it } from 'vitest';
import type { DraftContent } from './draft-saver';
import { UnsavedDraftStore } from './unsaved-drafts';

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

const WORDS: DraftContent = { title: 'Rain', body: 'All night', tags: ['wet', 'two words'], visibility: 'PUBLIC' };
const BASE: DraftContent = { ...WORDS, body: '' };
let store: Storage;
const open = (user = 'ada', post = 'post_1') => new UnsavedDraftStore(user, post, store);

beforeEach(() => {
  store = new FakeStorage();
});

it('the next opening finds what was left, with what it was written on', () => {
  open().store(WORDS, BASE);

  expect(open().findOthers()).toMatchObject([{ content: WORDS, base: BASE }]);
});

it('what was saved leaves nothing, and one opening never ends what another noted', () => {
  const [one, other] = [open(), open()];
  one.store(WORDS, BASE);
  other.store({ ...WORDS, title: 'Snow' }, BASE);

  other.clear();

  expect(
    open()
      .findOthers()
      .map(({ content }) => content.title),
  ).toEqual(['Rain']);
});

it('another person and another article find nothing', () => {
  open().store(WORDS, BASE);

  expect(open('grace').findOthers()).toEqual([]);
  expect(open('ada', 'post_2').findOthers()).toEqual([]);
});

it('what is not readable is passed over, and a full device stops no writing', () => {
  store.setItem('waymark.unsaved.ada.post_1.x', '{"content":');
  expect(open().findOthers()).toEqual([]);

  store.setItem = () => {
    throw new Error('QuotaExceededError');
  };
  expect(() => open().store(WORDS, BASE)).not.toThrow();
});
