// Amounts by ISO 4217, to the last minor unit, in whatever currency; and the API's own table of currencies.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CURRENCIES, getDecimals } from './currencies';
import { formatMoney, parseAmount, sumByCurrency, writeAmount } from './money';

it.each([
  [1999, 'EUR', '€19.99'],
  [1200, 'JPY', '¥1,200'],
  [1230, 'KWD', 'KWD 1.230'],
  [150000, 'HUF', 'HUF 1,500.00'],
  [250000, 'VND', '₫250,000'],
])('%s of %s is written as %s', (amount, currency, text) => {
  expect(formatMoney({ amount, currency }, 'en-US').replaceAll('\u00a0', ' ')).toBe(text);
});

it.each([
  ['19.99', 'EUR', 1999],
  ['19,9', 'EUR', 1990],
  [' 19 ', 'EUR', 1900],
  ['1200', 'JPY', 1200],
  ['1.23', 'KWD', 1230],
  ['0.29', 'USD', 29],
  ['20000000.00', 'USD', 2_000_000_000],
])('%s is read as %s in minor units', (text, currency, amount) => {
  expect(parseAmount(text, currency)).toBe(amount);
});

it.each([
  ['19.999', 'EUR'],
  ['1200.5', 'JPY'],
  ['0', 'EUR'],
  ['-3', 'EUR'],
  ['1e3', 'EUR'],
  ['', 'EUR'],
  ['20000000.01', 'USD'],
])('%s is no price in %s', (text, currency) => {
  expect(parseAmount(text, currency)).toBeNull();
});

it('an amount that is written is read as itself', () => {
  for (const currency of CURRENCIES)
    for (const amount of [1, 29, 1230, 999_999_999])
      expect(parseAmount(writeAmount({ amount, currency }), currency)).toBe(amount);
});

it('sums are by currency', () => {
  const amounts = [
    { amount: 300, currency: 'JPY' },
    { amount: 10, currency: 'EUR' },
    { amount: 20, currency: 'EUR' },
  ];
  expect(sumByCurrency(amounts)).toEqual([
    { amount: 30, currency: 'EUR' },
    { amount: 300, currency: 'JPY' },
  ]);
});

it('the currencies and their decimals are those of the API', () => {
  const source = readFileSync('../resolvers/shop/money/currencies.py', 'utf8');
  const codesOf = (name: string) =>
    new RegExp(`${name}: Final = list_codes\\(\\s*"+([^"]+)"`).exec(source)?.[1]?.trim().split(/\s+/) ?? [];
  const tables = { NO_DECIMALS: 0, TWO_DECIMALS: 2, THREE_DECIMALS: 3 };
  const known = Object.entries(tables).flatMap(([name, decimals]) => codesOf(name).map((code) => [code, decimals]));

  expect(known.length).toBeGreaterThan(100);
  expect(CURRENCIES.map((code) => [code, getDecimals(code)])).toEqual(known.sort());
});
