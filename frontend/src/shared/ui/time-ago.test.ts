// Moments as people say them, in their language; a word for a calendar day is used for that day only.
import { expect, it } from 'vitest';
import { formatTimeAgo } from './time-ago';

// Local times: days are those of the reader's time zone.
const at = (day: number, hour: number, minute = 0, second = 0) => new Date(2026, 10, day, hour, minute, second);

it.each([
  [at(21, 11, 59, 57), null, null],
  [at(21, 11, 55), '5 minutes ago', '5 phút trước'],
  [at(20, 23), '13 hours ago', '13 giờ trước'],
  [at(20, 11), 'yesterday', 'Hôm qua'],
  [at(19, 12), '2 days ago', 'Hôm kia'],
  [at(15, 9), '6 days ago', '6 ngày trước'],
  [new Date(2026, 2, 2, 11), 'March 2', '2 tháng 3'],
  [new Date(2024, 2, 2, 11), 'March 2, 2024', '2 tháng 3, 2024'],
])('at noon of 21 November, %s is said as "%s" and as "%s"', (moment, english, vietnamese) => {
  expect(formatTimeAgo(moment, at(21, 12), 'en-US')).toBe(english);
  expect(formatTimeAgo(moment, at(21, 12), 'vi')).toBe(vietnamese);
});

it.each([
  [at(28, 19, 31), at(30, 17), '1 day ago', '1 ngày trước', 'vor 1 Tag'],
  [at(28, 19, 31), at(30, 0, 30), '1 day ago', '1 ngày trước', 'vor 1 Tag'],
  [at(26, 23, 30), at(29, 22, 30), '2 days ago', '2 ngày trước', 'vor 2 Tagen'],
  [at(27, 23), at(29, 23), '2 days ago', 'Hôm kia', 'vorgestern'],
  [at(28, 0, 10), at(29, 23, 50), 'yesterday', 'Hôm qua', 'gestern'],
])('%s, seen %s, is "%s", "%s" and "%s"', (moment, now, english, vietnamese, german) => {
  expect(formatTimeAgo(moment, now, 'en-US')).toBe(english);
  expect(formatTimeAgo(moment, now, 'vi')).toBe(vietnamese);
  expect(formatTimeAgo(moment, now, 'de')).toBe(german);
});
