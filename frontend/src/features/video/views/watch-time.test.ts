// What is a view: ten seconds that were really watched, or a third of something short.
import { expect, test } from 'vitest';
import { createWatchTime } from './watch-time';

/** Return the first of these seconds at which it is a view; undefined if it never is. */
function findView(seconds: readonly number[], duration: number): number | undefined {
  const isView = createWatchTime();
  return seconds.find((second) => isView(second, duration));
}

const everyQuarter = (from: number, to: number) =>
  Array.from({ length: (to - from) * 4 + 1 }, (_, index) => from + index / 4);

test('ten seconds of something long are a view, wherever somebody begins', () => {
  expect(findView(everyQuarter(0, 60), 600)).toBe(10);
  expect(findView(everyQuarter(300, 360), 600)).toBe(310);
  expect(findView(everyQuarter(0, 60), Number.POSITIVE_INFINITY)).toBe(10);
});

test('a third of a short clip is a view', () => {
  expect(findView(everyQuarter(0, 6), 6)).toBe(2);
});

test('what was jumped over, was paused or has not begun does not count', () => {
  expect(findView([0, 15, 30, 45, 59], 60)).toBeUndefined();
  expect(
    findView(
      Array.from({ length: 99 }, () => 4),
      60,
    ),
  ).toBeUndefined();
  expect(findView([0], 0)).toBeUndefined();
  expect(findView([...everyQuarter(0, 6), ...everyQuarter(3, 9)], 60)).toBe(7);
});
