// A moment in the reader's own zone: how long ago while that is short, the date after that, the whole on hover.
const STEPS: [Intl.RelativeTimeFormatUnit, number, number][] = [
  ['second', 1, 60],
  ['minute', 60, 60],
  ['hour', 3600, 24],
  ['day', 86_400, 7],
];

export function When({ at }: { at: string }) {
  const moment = new Date(at);
  return (
    <time dateTime={at} title={moment.toLocaleString()}>
      {spoken(moment, new Date())}
    </time>
  );
}

/** Say a past moment as people do, seen from `now`. */
export function spoken(moment: Date, now: Date): string {
  const seconds = Math.max(0, (now.getTime() - moment.getTime()) / 1000);
  if (seconds < 10) return 'just now';
  for (const [unit, size, limit] of STEPS) {
    if (seconds / size < limit) return new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(-Math.floor(seconds / size), unit);
  }
  const year = moment.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' as const };
  return moment.toLocaleDateString(undefined, { day: 'numeric', month: 'long', ...year });
}
