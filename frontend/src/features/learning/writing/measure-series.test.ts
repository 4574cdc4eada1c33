// Measures over an article's versions: in order of time, and drawn with the highest value on top.
import { expect, it } from 'vitest';
import { collectSeries, drawLine } from './measure-series';

it('each measure goes from the oldest evaluation to the newest, without texts that were too short', () => {
  const newestFirst = [
    {
      measures: [
        { name: 'WORDS' as const, value: 120 },
        { name: 'READING_EASE' as const, value: 61.5 },
      ],
    },
    {
      measures: [
        { name: 'WORDS' as const, value: 20 },
        { name: 'READING_EASE' as const, value: null },
      ],
    },
    { measures: [] },
  ];
  expect(collectSeries(newestFirst)).toEqual([
    { name: 'WORDS', values: [20, 120] },
    { name: 'READING_EASE', values: [61.5] },
  ]);
});

it('the highest value is on top, and equal ones lie in the middle', () => {
  expect(drawLine([0, 10, 5], 106, 26)).toBe('3.0,23.0 53.0,3.0 103.0,13.0');
  expect(drawLine([7, 7], 106, 26)).toBe('3.0,13.0 103.0,13.0');
  expect(drawLine([7], 106, 26)).toBe('3.0,13.0');
});
