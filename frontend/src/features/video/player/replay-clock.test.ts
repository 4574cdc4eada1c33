// A replay of ten seconds with a break of a minute in the middle: seconds and moments lead to each other.
import { expect, test } from 'vitest';
import { createReplayClock, findCurrent, findSecond } from './replay-clock';

const PARTS = [
  { start: 0, duration: 4, programDateTime: 100_000 },
  { start: 4, duration: 2, programDateTime: 104_000 },
  { start: 6, duration: 4, programDateTime: 166_000 },
];

test('the last line that the picture has come to is current, also where a jump ends just before it', () => {
  const seconds = [1, 4, 4, 9.96];

  expect([null, 0.5, 1, 4, 9.95, 10].map((shown) => findCurrent(seconds, shown))).toEqual([-1, -1, 0, 2, 3, 3]);
  expect(findCurrent([null, null], 5)).toBe(-1);
});

test('what was said after the end is current at the end', () => {
  const seconds = [101_000, 999_000].map((moment) => findSecond(PARTS, moment));

  expect(findCurrent(seconds, 9.9)).toBe(1);
});

test('what was said before, during a break and after the end is beside the picture that came before it', () => {
  expect([90_000, 101_000, 130_000, 167_000, 999_000].map((moment) => findSecond(PARTS, moment))).toEqual([
    0, 1, 6, 7, 10,
  ]);
});

test('a replay that does not say when it happened leads nowhere', () => {
  const parts = [{ start: 0, duration: 4, programDateTime: null }];

  expect([findSecond(parts, 1), findSecond([], 1)]).toEqual([null, null]);
});

test('who listens hears that the parts are known, until they leave', () => {
  const clock = createReplayClock();
  let times = 0;
  const leave = clock.subscribe(() => {
    times += 1;
  });

  clock.setParts(PARTS);
  leave();
  clock.setParts([]);

  expect(times).toBe(1);
  expect(clock.readSecond()).toBeNull();
});
