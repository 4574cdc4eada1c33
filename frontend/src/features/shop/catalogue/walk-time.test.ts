// A walk's time is that of its place: in summer and winter, across the date line, and in the nights that clocks change.
import { expect, it } from 'vitest';
import { formatDuration, formatStart, toMoment } from './walk-time';

it.each([
  ['2027-01-10T06:00', 'Asia/Amman', '2027-01-10T03:00:00.000Z'],
  ['2027-07-01T09:30', 'Europe/Berlin', '2027-07-01T07:30:00.000Z'],
  ['2027-12-01T00:15', 'Pacific/Auckland', '2027-11-30T11:15:00.000Z'],
  ['2027-11-30T23:30', 'Pacific/Honolulu', '2027-12-01T09:30:00.000Z'],
  ['2027-05-05T12:00', 'Asia/Kathmandu', '2027-05-05T06:15:00.000Z'],
])('%s in %s is %s', (local, zone, moment) => {
  expect(toMoment(local, zone)).toBe(moment);
});

it('a time that clocks skip is none, and of one that they show twice it is the first', () => {
  expect(toMoment('2027-03-28T02:30', 'Europe/Berlin')).toBeNull();
  expect(toMoment('2027-10-31T02:30', 'Europe/Berlin')).toBe('2027-10-31T00:30:00.000Z');
  expect(toMoment('', 'Europe/Berlin')).toBeNull();
});

it('readers see the clock of the place', () => {
  expect(formatStart('2027-11-30T11:15:00Z', 'Pacific/Auckland', 'en-US')).toBe(
    'Wed, December 1, 2027 at 12:15 AM GMT+13',
  );
});

it.each([
  [240, '4 hours'],
  [45, '45 minutes'],
  [90, '1 hour, 30 minutes'],
])('%i minutes are %s', (minutes, text) => {
  expect(formatDuration(minutes, 'en-US')).toBe(text);
});
