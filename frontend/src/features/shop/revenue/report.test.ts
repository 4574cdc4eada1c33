// Months without a gap, also over a year's turn and where the next one has begun elsewhere; sums beyond a double.
import { expect, test } from 'vitest';
import { fillMonths, findRest, findShares, getPeriod, listMonths, type RevenueRow } from './report';

const row = (key: string, revenue = '100', more: Partial<RevenueRow> = {}): RevenueRow => ({
  key,
  name: null,
  pieces: 1,
  refunded: '0',
  revenue,
  position: null,
  ...more,
});

test('the last months by the reader’s clock, and the next one where it has begun somewhere', () => {
  expect(getPeriod(12, new Date(2026, 10, 15))).toEqual({ since: '2025-12', until: '2026-11' });
  expect(getPeriod(3, new Date(2026, 0, 31, 12))).toEqual({ since: '2025-11', until: '2026-02' });
});

test('months follow each other over a year’s turn', () => {
  expect(listMonths('2026-11', '2027-02')).toEqual(['2026-11', '2026-12', '2027-01', '2027-02']);
  expect(listMonths('2026-11', '2026-10')).toEqual([]);
});

test('a month without sales is shown, and a later one only with some', () => {
  const shown = fillMonths([row('2026-02'), row('2026-05')], '2026-01', '2026-04');
  expect(shown.map(({ key, revenue }) => [key, revenue])).toEqual([
    ['2026-01', '0'],
    ['2026-02', '100'],
    ['2026-03', '0'],
    ['2026-04', '0'],
    ['2026-05', '100'],
  ]);
});

test('what the rows leave out is a row of its own, exact beyond what a double holds', () => {
  const sums = { currency: 'VND', pieces: 5, sold: '0', refunded: '7', revenue: '9007199254740999' };
  const rest = findRest({ ...sums, rows: [row('a', '6', { refunded: '3' }), row('b', '2')] });
  expect(rest).toMatchObject({ key: 'rest', pieces: 3, refunded: '4', revenue: '9007199254740991' });
  expect(findRest({ ...sums, pieces: 1, rows: [row('a')] })).toBeNull();
});

test('shares are of the highest, and nothing is a share of nothing', () => {
  expect(findShares([row('a', '50'), row('b', '200')])).toEqual([0.25, 1]);
  expect(findShares([row('a', '0')])).toEqual([0]);
});
