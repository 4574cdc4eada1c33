// The most frequent words of the newest articles.
import { expect, it } from 'vitest';
import { findMostFrequent } from './frequent';

it('counts each list once, and keeps the order of equals', () => {
  expect(findMostFrequent([['rain', 'rain', 'sun'], ['fog'], ['sun', 'fog'], ['sun']], 3)).toEqual([
    'sun',
    'fog',
    'rain',
  ]);
  expect(findMostFrequent([['a'], ['b']], 1)).toEqual(['a']);
  expect(findMostFrequent([], 5)).toEqual([]);
});
