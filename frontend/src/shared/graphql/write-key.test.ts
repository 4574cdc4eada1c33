import { expect, it } from 'vitest';
import { WriteKey } from './write-key';

it('A repeat has the key of before; other input, or the same after it was done, has another', () => {
  const key = new WriteKey();
  const first = key.of({ title: 'Bay' });
  expect(key.of({ title: 'Bay' })).toBe(first);
  expect(key.of({ title: 'Ridge' })).not.toBe(first);
  const again = key.of({ title: 'Bay' });
  key.done();
  expect(key.of({ title: 'Bay' })).not.toBe(again);
});
