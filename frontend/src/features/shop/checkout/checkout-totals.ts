// What an order of some cart lines comes to before it is placed, by the API's rule: taxes are rounded half up once a line.
import type { CartLine } from '../carts/cart-lines';
import type { Money } from '../catalogue/money';

const BASIS_POINTS = 10_000;

interface LineAmounts {
  net: Money;
  tax: Money;
  total: Money;
  taxRate: number;
}

interface CheckoutTotals {
  items: Money;
  tax: Money;
  /** The API charges none. */
  shipping: Money;
  total: Money;
}

/** Return the tax that is in an amount, in minor units; the rate is in basis points. */
export function extractTax(amount: number, taxRate: number): number {
  const denominator = BASIS_POINTS + taxRate;
  return Math.floor((2 * amount * taxRate + denominator) / (2 * denominator));
}

/** Return what a line comes to; null for one that cannot be ordered. */
export function priceLine({ total, product }: Pick<CartLine, 'total' | 'product'>): LineAmounts | null {
  if (!total || !product) return null;
  const { taxRate } = product;
  const { currency } = total;
  const tax = extractTax(total.amount, taxRate);
  return { net: { amount: total.amount - tax, currency }, tax: { amount: tax, currency }, total, taxRate };
}

export function sumLines(lines: readonly LineAmounts[], currency: string): CheckoutTotals {
  const sum = (pick: (line: LineAmounts) => Money) => ({
    amount: lines.reduce((before, line) => before + pick(line).amount, 0),
    currency,
  });
  return {
    items: sum(({ net }) => net),
    tax: sum(({ tax }) => tax),
    shipping: { amount: 0, currency },
    total: sum(({ total }) => total),
  };
}
