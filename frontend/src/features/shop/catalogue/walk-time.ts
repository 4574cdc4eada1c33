// When a walk starts and how long it takes: by the clocks of its place, whatever the reader's zone.
import { getLocale } from '../../../shared/i18n/language';

const MINUTE_MS = 60_000;

/** Return the day and hour at the place, with the name of its zone. */
export function formatStart(startsAt: string, zone: string, locale = getLocale()): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone: zone,
    timeZoneName: 'short',
  }).format(new Date(startsAt));
}

/** Return a duration in hours and minutes. */
export function formatDuration(minutes: number, locale = getLocale()): string {
  const parts = [
    [Math.floor(minutes / 60), 'hour'],
    [minutes % 60, 'minute'],
  ] as const;
  const words = parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count));
  return new Intl.ListFormat(locale, { type: 'unit', style: 'long' }).format(words);
}

/**
 * Return the moment when clocks in a zone show a local time such as `2027-03-28T09:30`; null for a time that they skip.
 * Of a time that they show twice it is the first.
 */
export function toMoment(local: string, zone: string): string | null {
  const wallTime = Date.parse(`${local}Z`);
  if (Number.isNaN(wallTime)) return null;
  const guesses = [-1, 0, 1].map((days) => wallTime - getOffset(wallTime + days * 24 * 60 * MINUTE_MS, zone));
  const moment = guesses.sort((one, other) => one - other).find((each) => each + getOffset(each, zone) === wallTime);
  return moment === undefined ? null : new Date(moment).toISOString();
}

/** Return how far clocks in a zone are ahead of UTC at a moment, in milliseconds. */
function getOffset(moment: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(moment);
  const get = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  const shownTime = Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'), get('second'));
  return shownTime - Math.floor(moment / 1000) * 1000;
}
