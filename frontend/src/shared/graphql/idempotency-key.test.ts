import { expect, it } from 'vitest';
import { IdempotencyKey } from './idempotency-key';

it('A repeat has the key of before; other input, or the same after it was done, has another', () => {
  const key = new IdempotencyKey();
  const first = key.keyFor({ title: 'Bay' });
  expect(key.keyFor({ title: 'Bay' })).toBe(first);
  expect(key.keyFor({ title: 'Ridge' })).not.toBe(first);
  const again = key.keyFor({ title: 'Bay' });
  expect([key.isKeptFor({ title: 'Bay' }), key.isKeptFor({ title: 'Ridge' })]).toEqual([true, false]);
  key.reset();
  expect(key.isKeptFor({ title: 'Bay' })).toBe(false);
  expect(key.keyFor({ title: 'Bay' })).not.toBe(again);
});

it('where the key is kept, a repeat after loading the page again has the key of before', () => {
  let kept = '';
  const load = () => new IdempotencyKey({ read: () => kept, write: (text) => (kept = text) });
  const first = load().keyFor({ street: '1 Rue des Lilas' });
  expect(load().keyFor({ street: '1 Rue des Lilas' })).toBe(first);
  load().reset();
  expect(load().keyFor({ street: '1 Rue des Lilas' })).not.toBe(first);
});
