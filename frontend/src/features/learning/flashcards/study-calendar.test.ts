// The calendar of study: days begin at 04:00 in the learner's zone, and gaps are days too.
import { expect, it } from 'vitest';
import { getDay, makeCalendar } from './study-calendar';

it.each([
  ['2026-11-28T20:59:00Z', 'Asia/Ho_Chi_Minh', '2026-11-28'],
  ['2026-11-28T21:01:00Z', 'Asia/Ho_Chi_Minh', '2026-11-29'],
  ['2026-11-28T20:30:00Z', 'Pacific/Kiritimati', '2026-11-29'],
])('%s is, in %s, on %s', (moment, zone, day) => {
  expect(getDay(new Date(moment), zone)).toBe(day);
});

it('has every day, the oldest first, darker the more was reviewed', () => {
  const studyDays = [
    { day: '2026-11-29', reviews: 31 },
    { day: '2026-11-27', reviews: 1 },
    { day: '2026-10-01', reviews: 9 },
  ];

  expect(makeCalendar(studyDays, new Date('2026-11-29T12:00:00Z'), 'UTC', 3)).toEqual([
    { day: '2026-11-27', reviews: 1, level: 1 },
    { day: '2026-11-28', reviews: 0, level: 0 },
    { day: '2026-11-29', reviews: 31, level: 3 },
  ]);
});
