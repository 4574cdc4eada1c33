// Amounts of money in minor units: written for the reader, added up, and read from what a seller types.
import { getLocale } from '../../../shared/i18n/language';
import { getDecimals } from './currencies';

export interface Money {
  amount: number;
  currency: string;
}

/** The largest amount that the API takes, in minor units. */
const LARGEST = 2_000_000_000;
const DECIMAL_NUMBER = /^(\d+)(?:[.,](\d+))?$/;

export function formatMoney({ amount, currency }: Money, locale = getLocale()): string {
  const decimals = getDecimals(currency);
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return format.format(amount / 10 ** decimals);
}

/** Return an amount as a seller would type it, with all decimals and without its currency. */
export function writeAmount({ amount, currency }: Money): string {
  const decimals = getDecimals(currency);
  return (amount / 10 ** decimals).toFixed(decimals);
}

/** Return the minor units of a price such as `19.99` or `19,99`; null for no price, or one finer than the minor unit. */
export function parseAmount(text: string, currency: string): number | null {
  const [, whole, fraction = ''] = DECIMAL_NUMBER.exec(text.trim()) ?? [];
  const decimals = getDecimals(currency);
  if (whole === undefined || fraction.length > decimals) return null;
  const amount = Number(whole + fraction.padEnd(decimals, '0'));
  return amount > 0 && amount <= LARGEST ? amount : null;
}

/** Return one sum for each currency, in alphabetical order. */
export function sumByCurrency(amounts: readonly Money[]): Money[] {
  const sums = new Map<string, number>();
  for (const { amount, currency } of amounts) sums.set(currency, (sums.get(currency) ?? 0) + amount);
  return [...sums].sort(([one], [other]) => (one < other ? -1 : 1)).map(([currency, amount]) => ({ amount, currency }));
}
