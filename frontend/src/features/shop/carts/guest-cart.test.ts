// A guest's cart: one line a variant, in order, bounded, and whole again whatever stands in the storage.
import { beforeEach, expect, it, vi } from 'vitest';
import { GuestCart, type GuestLine, MAX_LINES } from './guest-cart';

const items = new Map<string, string>();
const storage = {
  getItem: (key: string) => items.get(key) ?? null,
  setItem: (key: string, value: string) => void items.set(key, value),
  removeItem: (key: string) => void items.delete(key),
};
const line = (variantId: string, quantity = 1): GuestLine => ({
  variantId,
  productId: 'product_1',
  title: 'A door',
  quantity,
  priceSeen: { amount: 2900, currency: 'EUR' },
  priceVersionSeen: 1,
});

beforeEach(() => items.clear());

it('a line set again keeps its place', () => {
  const cart = new GuestCart(storage);
  cart.setLine(line('variant_1'));
  cart.setLine(line('variant_2'));
  cart.setLine(line('variant_1', 3));

  expect(cart.read().map(({ variantId, quantity }) => [variantId, quantity])).toEqual([
    ['variant_1', 3],
    ['variant_2', 1],
  ]);
});

it('another tab reads the same, and an empty cart leaves nothing', () => {
  const [one, other] = [new GuestCart(storage), new GuestCart(storage)];
  one.setLine(line('variant_1'));
  expect(other.read()).toEqual([line('variant_1')]);
  other.removeLine('variant_1');

  expect(one.read()).toEqual([]);
  expect(items.size).toBe(0);
});

it('a listener hears of changes until it stops', () => {
  const cart = new GuestCart(storage);
  const hear = vi.fn();
  const stop = cart.subscribe(hear);
  cart.setLine(line('variant_1'));
  stop();
  cart.clear();

  expect(hear).toHaveBeenCalledTimes(1);
});

it('the same array is read as long as nothing changed', () => {
  const cart = new GuestCart(storage);
  cart.setLine(line('variant_1'));
  expect(cart.read()).toBe(cart.read());
});

it('it holds as many lines as a cart of the API', () => {
  const cart = new GuestCart(storage);
  for (let count = 0; count < MAX_LINES; count++) expect(cart.setLine(line(`variant_${count}`))).toBe(true);

  expect(cart.setLine(line('variant_more'))).toBe(false);
  expect(cart.setLine(line('variant_0', 2))).toBe(true);
  expect(cart.read()).toHaveLength(MAX_LINES);
});

it.each(['{', '[{"variantId":1}]', 'null', JSON.stringify([{ ...line('variant_1'), quantity: -1 }])])(
  'what cannot be read is an empty cart: %s',
  (text) => {
    items.set('waymark.cart', text);
    expect(new GuestCart(storage).read()).toEqual([]);
  },
);
