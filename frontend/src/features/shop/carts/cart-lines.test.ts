// What a guest's cart says has changed: the same as the API says of a saved one.
import { expect, it } from 'vitest';
import { fillGuestLine } from './cart-lines';

const LINE = {
  variantId: 'variant_1',
  productId: 'product_1',
  title: 'A door',
  quantity: 3,
  priceSeen: { amount: 2900, currency: 'EUR' },
  priceVersionSeen: 1,
};
const VARIANT = {
  id: 'variant_1',
  name: 'A4',
  price: { amount: 2900, currency: 'EUR' },
  priceVersion: 1,
  startsAt: null,
  zone: null,
  minutes: null,
  availability: 'IN_STOCK',
} as const;
const offer = (variant: object = {}) => ({
  id: 'product_1',
  type: 'PRINT' as const,
  title: 'A door',
  taxRate: 0,
  seller: null,
  photo: null,
  variants: [{ ...VARIANT, ...variant }],
});

it('a line as it was has no problem', () => {
  expect(fillGuestLine(LINE, offer())).toMatchObject({ problem: null, total: { amount: 8700, currency: 'EUR' } });
});

it('another price is said, and counted', () => {
  const changedOffer = offer({ price: { amount: 3500, currency: 'EUR' }, priceVersion: 2 });
  expect(fillGuestLine(LINE, changedOffer)).toMatchObject({ problem: 'PRICE_CHANGED', total: { amount: 10500 } });
});

it('that it is sold out matters more than its price', () => {
  const gone = offer({ availability: 'SOLD_OUT', priceVersion: 2 });
  expect(fillGuestLine(LINE, gone).problem).toBe('SOLD_OUT');
});

it.each([
  ['product', null],
  ['variant', { ...offer(), variants: [] }],
])('without its %s it is not for sale', (_, found) => {
  expect(fillGuestLine(LINE, found)).toMatchObject({ problem: 'NOT_FOR_SALE', total: null, variant: null });
});

it('without a network it is as it was seen', () => {
  expect(fillGuestLine(LINE, undefined)).toMatchObject({ problem: null, total: { amount: 8700 }, product: null });
});
