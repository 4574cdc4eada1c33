// A moment in the reader's own zone: how long ago while that is short, the date after that, the whole on hover, and where it is a link on focus.
import { useLanguage } from '../i18n/language';
import { useWords } from '../messages/words';
import './when.css';

const STEPS: [Intl.RelativeTimeFormatUnit, number, number][] = [
  ['second', 1, 60],
  ['minute', 60, 60],
  ['hour', 3600, 24],
  ['day', 86_400, 7],
];

export function When({ at }: { at: string }) {
  const { locale } = useLanguage();
  const { justNow } = useWords();
  const moment = new Date(at);
  return (
    <time dateTime={at} title={moment.toLocaleString(locale)} data-whole={moment.toLocaleString(locale)} className="when">
      {spoken(moment, new Date(), locale) ?? justNow}
    </time>
  );
}

/** Say a past moment as people do, seen from `now`; null where it has just been. */
export function spoken(moment: Date, now: Date, locale: string): string | null {
  const seconds = Math.max(0, (now.getTime() - moment.getTime()) / 1000);
  if (seconds < 10) return null;
  for (const [unit, size, limit] of STEPS) {
    if (seconds / size < limit) return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-Math.floor(seconds / size), unit);
  }
  const year = moment.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' as const };
  return moment.toLocaleDateString(locale, { day: 'numeric', month: 'long', ...year });
}
