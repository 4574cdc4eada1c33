// What can be paid by card: currencies, and the smallest amounts, as in resolvers/shop/payments/amounts.py.
import { CURRENCIES } from './currencies';
import type { Money } from './money';

/** Currencies of ISO 4217 in which nothing is charged. */
// prettier-ignore
const NOT_CHARGED = new Set([
  'BTN', 'CUP', 'ERN', 'GHS', 'IQD', 'IRR', 'KPW', 'LYD', 'MRU', 'SDG', 'SSP', 'STN',
  'SVC', 'SYP', 'TMT', 'VED', 'VES', 'XCG', 'ZWG',
]);

/** The smallest charges, in minor units. */
// prettier-ignore
const SMALLEST: Readonly<Record<string, number | undefined>> = {
  AUD: 50, BRL: 50, CAD: 50, CHF: 50, EUR: 50, INR: 50, JPY: 50, NZD: 50, SGD: 50, USD: 50,
  AED: 200, MYR: 200, PLN: 200, RON: 200,
  CZK: 1500, DKK: 250, GBP: 30, HKD: 400, HUF: 17500, MXN: 1000, NOK: 300, SEK: 300, THB: 1000,
};

/** The currencies that prices may have. */
export const CHARGED_CURRENCIES: readonly string[] = CURRENCIES.filter((code) => !NOT_CHARGED.has(code));

/** Return the smallest amount that can be paid if a total is below it, else null. */
export function findSmallestCharge({ amount, currency }: Money): Money | null {
  const smallest = SMALLEST[currency] ?? 1;
  return amount < smallest ? { amount: smallest, currency } : null;
}
