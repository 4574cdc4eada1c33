// A replay of ten seconds with a break of a minute in the middle: seconds and moments lead to each other.
import { expect, test } from 'vitest';
import { createReplayClock, findMoment, findSecond } from './replay-clock';

const PARTS = [
  { start: 0, duration: 4, programDateTime: 100_000 },
  { start: 4, duration: 2, programDateTime: 104_000 },
  { start: 6, duration: 4, programDateTime: 166_000 },
];

test('each second shows the moment that its part says', () => {
  expect([0, 5, 7].map((second) => findMoment(PARTS, second))).toEqual([100_000, 105_000, 167_000]);
});

test('what was said before, during a break and after the end is beside the picture that came before it', () => {
  expect([90_000, 101_000, 130_000, 167_000, 999_000].map((moment) => findSecond(PARTS, moment))).toEqual([
    0, 1, 6, 7, 10,
  ]);
});

test('a replay that does not say when it happened leads nowhere', () => {
  const parts = [{ start: 0, duration: 4, programDateTime: null }];

  expect([findMoment(parts, 1), findSecond(parts, 1), findSecond([], 1)]).toEqual([null, null, null]);
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
  expect(clock.readMoment()).toBeNull();
});
