// What a seller is offered to do next follows the arrows of the API's states.
import { expect, it } from 'vitest';
import { listSteps } from './sale';

it.each([
  ['WAITING', [false, true], ['SHIPPED', 'PREPARING']],
  ['WAITING', [false], ['CONFIRMED']],
  ['PREPARING', [true], ['SHIPPED']],
  ['SHIPPED', [true], ['DONE']],
  ['CONFIRMED', [false], ['DONE']],
  ['DONE', [true], []],
  ['DONE', [false], []],
] as const)('from %s (shipped: %j) lead %j', (state, shipped, steps) => {
  expect(listSteps({ state, lines: shipped.map((isShipped) => ({ isShipped })) })).toEqual(steps);
});
