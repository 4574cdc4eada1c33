import { expect, test } from 'vitest';
import { findStretch } from './stretch';

const PARAGRAPHS = [
  { start: 0, end: 10, fromSecond: 1, toSecond: 2 },
  { start: 12, end: 20, fromSecond: 2.3, toSecond: 4 },
  { start: 21, end: 30, fromSecond: 4.3, toSecond: 6 },
];

test('a paragraph is read from the first of its stretches to the last', () => {
  expect(findStretch(PARAGRAPHS, { start: 12, end: 30 })).toEqual({ fromSecond: 2.3, toSecond: 6 });
  expect(findStretch(PARAGRAPHS, { start: 0, end: 10 })).toEqual({ fromSecond: 1, toSecond: 2 });
});

test('what is not read has no stretch', () => {
  expect(findStretch(PARAGRAPHS, { start: 31, end: 40 })).toBeNull();
  expect(findStretch([], { start: 0, end: 5 })).toBeNull();
});
