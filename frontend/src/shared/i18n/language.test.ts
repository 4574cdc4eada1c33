// The language to begin with.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { detectLanguage } from './language';

const kept = new Map<string, string>();

beforeEach(() => vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null }));
afterEach(() => {
  kept.clear();
  vi.unstubAllGlobals();
});

it.each([
  [['vi-VN', 'en'], 'vi'],
  [['fr', 'vi'], 'vi'],
  [['en-GB', 'vi'], 'en'],
  [['de'], 'en'],
  [['toString'], 'en'],
])('a browser that asks for %s gets %s', (asked, language) => {
  expect(detectLanguage(asked)).toBe(language);
});

it('what was chosen here before goes first', () => {
  kept.set('waymark.language', 'vi');
  expect(detectLanguage(['en'])).toBe('vi');
});
