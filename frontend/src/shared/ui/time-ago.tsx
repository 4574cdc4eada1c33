// How long ago something happened, or its date after a week; the exact time shows on hover and focus.
import { useLanguage } from '../i18n/language';
import { useMessages } from '../messages/use-messages';
import './time-ago.css';

const STEPS: [Intl.RelativeTimeFormatUnit, number, number][] = [
  ['second', 1, 60],
  ['minute', 60, 60],
  ['hour', 3600, 24],
  ['day', 86_400, 7],
];

export function TimeAgo({ at }: { at: string }) {
  const { locale } = useLanguage();
  const { justNow } = useMessages();
  const moment = new Date(at);
  return (
    <time
      dateTime={at}
      title={moment.toLocaleString(locale)}
      data-whole={moment.toLocaleString(locale)}
      className="when"
    >
      {formatTimeAgo(moment, new Date(), locale) ?? justNow}
    </time>
  );
}

/** Format a past moment relative to `now`; null for the last ten seconds. */
export function formatTimeAgo(moment: Date, now: Date, locale: string): string | null {
  const seconds = Math.max(0, (now.getTime() - moment.getTime()) / 1000);
  if (seconds < 10) return null;
  for (const [unit, size, limit] of STEPS) {
    const count = Math.floor(seconds / size);
    if (count >= limit) continue;
    // "Yesterday" and its like name a calendar day, so they are used for that day only.
    const numeric = unit === 'day' && count === countMidnights(moment, now) ? 'auto' : 'always';
    return new Intl.RelativeTimeFormat(locale, { numeric }).format(-count, unit);
  }
  const year = moment.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' as const };
  return moment.toLocaleDateString(locale, { day: 'numeric', month: 'long', ...year });
}

/** Count the midnights between two moments, in the reader's time zone. */
function countMidnights(from: Date, to: Date): number {
  const [first, last] = [from, to].map((day) => Date.UTC(day.getFullYear(), day.getMonth(), day.getDate()));
  return ((last ?? 0) - (first ?? 0)) / 86_400_000;
}
