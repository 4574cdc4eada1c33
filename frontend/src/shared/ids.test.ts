// Which texts can be ids: those that the API does not refuse.
import { expect, it } from 'vitest';
import { isId } from './ids';

it.each(['post_0193c0de', 'xyz', 'a1b2c3d4-0000-7000-8000-000000000000', 'x'.repeat(64)])('%s can be an id', (id) => {
  expect(isId(id)).toBe(true);
});

it.each(['', ' ', 'a b', 'post_', '_', 'post_x_y', 'POST_x', '#', 'é', '../x', 'x'.repeat(65), '\u202ex', 'x\n'])(
  '%j can be none',
  (id) => {
    expect(isId(id)).toBe(false);
  },
);
