// The most frequent words of the newest articles.
import { expect, it } from 'vitest';
import { frequent } from './frequent';

it('counts each list once, and keeps the order of equals', () => {
  expect(frequent([['rain', 'rain', 'sun'], ['fog'], ['sun', 'fog'], ['sun']], 3)).toEqual(['sun', 'fog', 'rain']);
  expect(frequent([['a'], ['b']], 1)).toEqual(['a']);
  expect(frequent([], 5)).toEqual([]);
});
