// What can be paid by card: currencies, and the smallest amounts, as in resolvers/shop/payments/amounts.py.
import { CURRENCIES } from './currencies';
import type { Money } from './money';

const NOT_CHARGED = new Set('BTN_CUP_ERN_GHS_IQD_IRR_KPW_LYD_MRU_SDG_SSP_STN_SVC_SYP_TMT_VED_VES_XCG_ZWG'.split('_'));

const CODES_BY_SMALLEST: Readonly<Record<number, string>> = {
  30: 'GBP',
  50: 'AUD_BRL_CAD_CHF_EUR_INR_JPY_NZD_SGD_USD',
  200: 'AED_MYR_PLN_RON',
  250: 'DKK',
  300: 'NOK_SEK',
  400: 'HKD',
  1000: 'MXN_THB',
  1500: 'CZK',
  17500: 'HUF',
};

const SMALLEST: ReadonlyMap<string, number> = new Map(
  Object.entries(CODES_BY_SMALLEST).flatMap(([amount, codes]) =>
    codes.split('_').map((code) => [code, Number(amount)] as const),
  ),
);

/** The currencies that prices may have. */
export const CHARGED_CURRENCIES: readonly string[] = CURRENCIES.filter((code) => !NOT_CHARGED.has(code));

/** Return the smallest amount that can be paid if a total is below it, else null. */
export function findSmallestCharge({ amount, currency }: Money): Money | null {
  const smallest = SMALLEST.get(currency) ?? 1;
  return amount < smallest ? { amount: smallest, currency } : null;
}
