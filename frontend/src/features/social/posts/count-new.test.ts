// What is new stands before what is shown.
import { expect, it } from 'vitest';
import { countNew } from './count-new';

it.each([
  [['c', 'b', 'a'], ['c', 'b', 'a'], 0],
  [['e', 'd', 'c', 'b'], ['c', 'b', 'a'], 2],
  [['e', 'b', 'a'], ['c', 'b', 'a'], 1],
  [['b', 'a'], ['c', 'b', 'a'], 0],
  [['f', 'e', 'd'], ['c', 'b', 'a'], 3],
  [[], ['a'], 0],
])('of %j, to who sees %j, %i are new', (newest, shown, count) => {
  expect(countNew(newest, shown)).toBe(count);
});
