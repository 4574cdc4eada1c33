// Unsent text is kept for its own field only, and gone once somebody signs in or out.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { clearUnsentText, storeUnsentText, readUnsentText } from './unsent-text';

class Store {
  [key: string]: unknown;
  getItem = (key: string) => (this[key] as string | undefined) ?? null;
  setItem = (key: string, value: string) => void (this[key] = value);
  removeItem = (key: string) => void Reflect.deleteProperty(this, key);
}

beforeEach(() => vi.stubGlobal('sessionStorage', new Store()));
afterEach(() => vi.unstubAllGlobals());

it('what stands in a field is kept for its place, until the field is empty', () => {
  storeUnsentText('comment one', 'Half a thought');
  expect([readUnsentText('comment one'), readUnsentText('comment two')]).toEqual(['Half a thought', '']);
  storeUnsentText('comment one', '');
  expect(readUnsentText('comment one')).toBe('');
});

it('they are forgotten together, and nothing else with them', () => {
  sessionStorage.setItem('of somebody else', 'stays');
  storeUnsentText('comment one', 'Half a thought');
  storeUnsentText('reply two', 'Another');
  clearUnsentText();
  expect([
    readUnsentText('comment one'),
    readUnsentText('reply two'),
    sessionStorage.getItem('of somebody else'),
  ]).toEqual(['', '', 'stays']);
});
