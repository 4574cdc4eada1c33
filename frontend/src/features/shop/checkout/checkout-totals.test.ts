// Taxes and totals before an order is placed are those that the API will keep.
import { expect, it } from 'vitest';
import { extractTax, priceLine, sumLines } from './checkout-totals';

const line = (amount: number, taxRate: number, currency = 'EUR') =>
  priceLine({ total: { amount, currency }, product: { taxRate } as never });

it.each([
  [5997, 1900, 958],
  [1, 10_000, 1], // a half is rounded up
  [3800, 1900, 607],
  [1, 1900, 0],
  [2_000_000_000, 10_000, 1_000_000_000],
  [1200, 0, 0],
  [333, 700, 22],
])('%i at %i basis points includes %i of tax', (amount, taxRate, tax) => {
  expect(extractTax(amount, taxRate)).toBe(tax);
});

it('every line adds up, and the order is the sum of its lines', () => {
  const lines = [line(5997, 1900), line(2331, 700), line(2490, 0)].filter((each) => each !== null);

  for (const { net, tax, total } of lines) expect(net.amount + tax.amount).toBe(total.amount);
  const { items, tax, shipping, total } = sumLines(lines, 'EUR');
  expect([items.amount, tax.amount, shipping.amount, total.amount]).toEqual([9708, 1110, 0, 10_818]);
  expect(items.amount + tax.amount + shipping.amount).toBe(total.amount);
});

it('a line that is no longer for sale comes to nothing', () => {
  expect(priceLine({ total: null, product: null })).toBeNull();
});
