// Intervals in the largest unit that fits.
import { expect, it } from 'vitest';
import { formatInterval } from './interval';

const NOW = new Date('2026-11-29T09:00:00Z');

it.each([
  [0.2, '1 min'],
  [5.5, '6 min'],
  [90, '2 hr'],
  [24 * 60, '1 day'],
  [11 * 24 * 60, '11 days'],
  [75 * 24 * 60, '3 mths'],
  [547 * 24 * 60, '1.5 yrs'],
])('%d minutes are %s', (minutes, text) => {
  expect(formatInterval(NOW, new Date(NOW.getTime() + minutes * 60_000), 'en')).toBe(text);
});
