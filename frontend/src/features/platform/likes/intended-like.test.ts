// The like of a guest who was asked to sign in.
import { beforeEach, expect, it, vi } from 'vitest';
import { keepIntendedLike, takeIntendedLike } from './intended-like';

let kept: Map<string, string>;
beforeEach(() => {
  kept = new Map();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});

it('is given once, to the article that it was meant for', () => {
  keepIntendedLike('post_1');

  expect(takeIntendedLike('post_2')).toBe(false);
  expect(takeIntendedLike('post_1')).toBe(true);
  expect(takeIntendedLike('post_1')).toBe(false);
});

it('is the last one that was meant', () => {
  keepIntendedLike('post_1');
  keepIntendedLike('post_2');

  expect(takeIntendedLike('post_1')).toBe(false);
  expect(takeIntendedLike('post_2')).toBe(true);
});
