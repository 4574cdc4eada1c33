// Words that were not sent are kept for their place alone, and gone once somebody signs in or out.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { forgetWords, keepWords, keptWords } from './kept-words';

class Store {
  [key: string]: unknown;
  getItem = (key: string) => (this[key] as string | undefined) ?? null;
  setItem = (key: string, value: string) => void (this[key] = value);
  removeItem = (key: string) => void Reflect.deleteProperty(this, key);
}

beforeEach(() => vi.stubGlobal('sessionStorage', new Store()));
afterEach(() => vi.unstubAllGlobals());

it('what stands in a field is kept for its place, until the field is empty', () => {
  keepWords('comment one', 'Half a thought');
  expect([keptWords('comment one'), keptWords('comment two')]).toEqual(['Half a thought', '']);
  keepWords('comment one', '');
  expect(keptWords('comment one')).toBe('');
});

it('they are forgotten together, and nothing else with them', () => {
  sessionStorage.setItem('of somebody else', 'stays');
  keepWords('comment one', 'Half a thought');
  keepWords('reply two', 'Another');
  forgetWords();
  expect([keptWords('comment one'), keptWords('reply two'), sessionStorage.getItem('of somebody else')]).toEqual(['', '', 'stays']);
});
