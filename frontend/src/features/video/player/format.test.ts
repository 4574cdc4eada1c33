// Lengths as players write them.
import { expect, it } from 'vitest';
import { formatLength } from './format';

it('a length has hours only if it needs them, and always two digits of seconds', () => {
  expect([0.4, 9, 65, 600, 3729, 36_000].map(formatLength)).toEqual([
    '0:00',
    '0:09',
    '1:05',
    '10:00',
    '1:02:09',
    '10:00:00',
  ]);
});
