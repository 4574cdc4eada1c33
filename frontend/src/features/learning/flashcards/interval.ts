// How long until a flashcard comes back, in the largest unit that fits: 10 min, 2 days, 1.5 years.

const UNITS = [
  ['year', 365 * 24 * 60],
  ['month', 30 * 24 * 60],
  ['day', 24 * 60],
  ['hour', 60],
  ['minute', 1],
] as const;

/** Format the time between two moments; at least one minute. */
export function formatInterval(from: Date, to: Date, locale: string): string {
  const minutes = Math.max(1, Math.round((to.getTime() - from.getTime()) / 60_000));
  const [unit, size] = UNITS.find(([, least]) => minutes >= least) ?? UNITS[4];
  const maximumFractionDigits = unit === 'year' ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits }).format(
    minutes / size,
  );
}
