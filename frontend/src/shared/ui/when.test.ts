// Moments as people say them, in their language.
import { expect, it } from 'vitest';
import { spoken } from './when';

const NOW = new Date('2026-11-21T12:00:00Z');

it.each([
  ['2026-11-21T11:59:57Z', null, null],
  ['2026-11-21T11:55:00Z', '5 minutes ago', '5 phút trước'],
  ['2026-11-20T11:00:00Z', 'yesterday', 'Hôm qua'],
  ['2026-03-02T11:00:00Z', 'March 2', '2 tháng 3'],
  ['2024-03-02T11:00:00Z', 'March 2, 2024', '2 tháng 3, 2024'],
])('%s is said as "%s" and as "%s"', (moment, english, vietnamese) => {
  expect(spoken(new Date(moment), NOW, 'en-US')).toBe(english);
  expect(spoken(new Date(moment), NOW, 'vi')).toBe(vietnamese);
});
