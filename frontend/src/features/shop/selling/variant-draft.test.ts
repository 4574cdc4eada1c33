// What sellers type, as the API takes it: minor units, moments, basis points; and what they are told where it is wrong.
import { expect, it } from 'vitest';
import { getMessages } from './messages/use-messages';
import { createVariantDraft, parseTaxRate, readVariantDraft } from './variant-draft';

const messages = getMessages();
const draft = { ...createVariantDraft(), name: 'A4', price: '29.00', stock: '4' };
const PRINT = { kind: 'PRINT', currency: 'EUR', zone: 'Asia/Amman' } as const;
const WALK = { ...PRINT, kind: 'WALK' } as const;

it('a print has a name, a price and a stock', () => {
  expect(readVariantDraft(draft, PRINT, messages)).toEqual({ name: 'A4', price: 2900, stock: 4 });
});

it('a walk starts by the clocks of its place', () => {
  const starts = '2027-01-10T06:00';
  expect(readVariantDraft({ ...draft, starts, minutes: '90' }, WALK, messages)).toMatchObject({
    startsAt: '2027-01-10T03:00:00.000Z',
    zone: 'Asia/Amman',
    minutes: 90,
  });
  expect(readVariantDraft({ ...draft, starts, minutes: '' }, WALK, messages)).not.toHaveProperty('minutes');
  expect(readVariantDraft(draft, WALK, messages)).toBe(messages.badTime);
});

it('a price that is none is said with one that is', () => {
  expect(readVariantDraft({ ...draft, price: '29.005' }, PRINT, messages)).toBe(
    messages.badPrice({ example: '49.00' }),
  );
  expect(readVariantDraft({ ...draft, price: '1.5' }, { ...PRINT, currency: 'JPY' }, messages)).toBe(
    messages.badPrice({ example: '4900' }),
  );
});

it.each([
  ['19', 1900],
  ['8,25', 825],
  ['0', 0],
  ['100', 10_000],
  ['100.01', null],
  ['-1', null],
  ['', null],
])('a tax of %s percent is %s', (text, rate) => {
  expect(parseTaxRate(text)).toBe(rate);
});
