// Stock in words: a product says that it is scarce only if all it offers is, and walks speak of seats.
import { expect, it } from 'vitest';
import { describeAvailability, describeScarcity } from './availability';
import { getMessages } from './messages/use-messages';

const messages = getMessages();
const print = (availability: 'IN_STOCK' | 'FEW' | 'SOLD_OUT') => ({ availability, startsAt: null });
const NOW = Date.parse('2027-01-01T00:00:00Z');

it('pieces are in stock, few or sold out', () => {
  expect(describeAvailability(print('FEW'), messages)).toBe(messages.FEW);
});

it('a walk has seats until it starts', () => {
  const walk = { availability: 'SOLD_OUT', startsAt: '2027-01-02T00:00:00Z' } as const;
  expect(describeAvailability(walk, messages, NOW)).toBe(messages.noSeats);
  expect(describeAvailability({ ...walk, startsAt: '2026-12-31T00:00:00Z' }, messages, NOW)).toBe(messages.started);
});

it('one variant in stock is enough', () => {
  expect(describeScarcity([print('SOLD_OUT'), print('IN_STOCK')], messages)).toBeNull();
  expect(describeScarcity([print('SOLD_OUT'), print('FEW')], messages)).toBe(messages.FEW);
  expect(describeScarcity([], messages)).toBeNull();
});
