// What can be paid by card is what the API takes.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CHARGED_CURRENCIES, findSmallestCharge } from './charges';
import { CURRENCIES } from './currencies';

const source = readFileSync('../resolvers/shop/payments/amounts.py', 'utf8');
const table = /SMALLEST: Final = \{([^}]+)\}/.exec(source)?.[1] ?? '';

it('a total below the smallest amount of its currency is told that amount', () => {
  expect(findSmallestCharge({ amount: 49, currency: 'EUR' })).toEqual({ amount: 50, currency: 'EUR' });
  expect(findSmallestCharge({ amount: 50, currency: 'EUR' })).toBeNull();
  expect(findSmallestCharge({ amount: 1, currency: 'KES' })).toBeNull();
});

it('the smallest amounts are those of the API', () => {
  const groups = [...table.matchAll(/fromkeys\(\(([^)]+)\), (\d+)\)/g)].flatMap(([, codes = '', amount]) =>
    [...codes.matchAll(/[A-Z]{3}/g)].map(([code]) => [code, Number(amount)]),
  );
  const singles = [...table.matchAll(/"([A-Z]{3})": (\d+)/g)].map(([, code, amount]) => [code, Number(amount)]);
  const own = CURRENCIES.map((code) => [code, findSmallestCharge({ amount: 0, currency: code })?.amount]);

  expect(own.filter(([, amount]) => amount !== 1)).toEqual([...groups, ...singles].sort());
});

it('the currencies are those of the API', () => {
  const refused = /NOT_CHARGED: Final = list_codes\("([^"]+)"/.exec(source)?.[1]?.split(' ');

  expect(CURRENCIES.filter((code) => !CHARGED_CURRENCIES.includes(code))).toEqual(refused);
});
