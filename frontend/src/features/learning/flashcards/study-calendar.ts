// The learner's last weeks as a calendar: a column for each week, a cell for each day, by how much was reviewed.

const DAY = 24 * 3600_000;
const TURN = 4 * 3600_000; // a learner's day begins at 04:00
/** From how many reviews on a day is shown darker. */
const LEVELS = [1, 10, 30, 60];

interface CalendarDay {
  day: string;
  reviews: number;
  /** 0 for a day without reviews, up to 4. */
  level: number;
}

/** Return the last `count` days, oldest first, with what was reviewed on each. */
export function makeCalendar(
  studyDays: readonly { day: string; reviews: number }[],
  now: Date,
  timeZone: string,
  count: number,
): CalendarDay[] {
  const reviewsOn = new Map(studyDays.map(({ day, reviews }) => [day, reviews]));
  const today = Date.parse(getDay(now, timeZone));
  return Array.from({ length: count }, (_, index) => {
    const day = new Date(today - (count - 1 - index) * DAY).toISOString().slice(0, 10);
    const reviews = reviewsOn.get(day) ?? 0;
    return { day, reviews, level: LEVELS.filter((least) => reviews >= least).length };
  });
}

/** Return which of the learner's days a moment belongs to, such as `2026-11-29`. */
export function getDay(moment: Date, timeZone: string): string {
  return new Date(moment.getTime() - TURN).toLocaleDateString('sv-SE', { timeZone });
}
