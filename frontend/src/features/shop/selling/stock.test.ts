// What sellers read of their stock; what is not known is not said to be low.
import { expect, it } from 'vitest';
import { countLeft, findLowStock } from './stock';

const variants = [
  { name: 'A4', available: 4 },
  { name: 'A3', available: 3 },
  { name: 'A2', available: 0 },
  { name: 'A1', available: null },
];

it('all that is left is counted, and at most three are low', () => {
  expect(countLeft(variants)).toBe(7);
  expect(findLowStock(variants)).toEqual(['A3', 'A2']);
});
