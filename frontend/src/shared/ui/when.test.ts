// Moments as people say them.
import { expect, it } from 'vitest';
import { spoken } from './when';

const NOW = new Date('2026-11-21T12:00:00Z');

it.each([
  ['2026-11-21T11:59:57Z', 'just now'],
  ['2026-11-21T11:55:00Z', '5 minutes ago'],
  ['2026-11-20T11:00:00Z', 'yesterday'],
  ['2026-03-02T11:00:00Z', 'March 2'],
  ['2024-03-02T11:00:00Z', 'March 2, 2024'],
])('%s is said as "%s"', (moment, words) => {
  expect(spoken(new Date(moment), NOW)).toBe(words);
});
