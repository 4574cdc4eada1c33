// Revenue by month as columns. The table beside it says the same to those who do not see it.
import { useLanguage } from '../../../shared/i18n/language';
import { useMessages } from './messages/use-messages';
import { findShares, type RevenueRow } from './report';

const COLUMN = 10;
const HEIGHT = 100;
const GAP = 2;
/** So many months have a label each; of more, each January has one. */
const LABELLED = 12;

interface Props {
  rows: readonly RevenueRow[];
  write: (amount: string) => string;
}

export function MonthChart({ rows, write }: Props) {
  const messages = useMessages();
  const { locale } = useLanguage();
  const shares = findShares(rows);
  const highest = rows[shares.indexOf(Math.max(...shares))];
  if (!highest) return null;
  const label = messages.highest({ amount: write(highest.revenue), month: formatMonth(highest.key, locale) });
  return (
    <div className="month-chart">
      <p aria-hidden="true">{write(highest.revenue)}</p>
      <svg
        viewBox={`0 0 ${String(rows.length * COLUMN)} ${String(HEIGHT)}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {rows.map(({ key, revenue }, index) => (
          <rect
            key={key}
            x={index * COLUMN + GAP / 2}
            y={HEIGHT - (shares[index] ?? 0) * HEIGHT}
            width={COLUMN - GAP}
            height={(shares[index] ?? 0) * HEIGHT}
          >
            <title>{`${formatMonth(key, locale)}: ${write(revenue)}`}</title>
          </rect>
        ))}
      </svg>
      <ol aria-hidden="true">
        {rows.map(({ key }) => (
          <li key={key}>{labelMonth(key, rows.length, locale)}</li>
        ))}
      </ol>
    </div>
  );
}

export function formatMonth(month: string, locale: string): string {
  return parseMonth(month).toLocaleDateString(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
}

function labelMonth(month: string, count: number, locale: string): string {
  if (count > LABELLED + 1) return month.endsWith('-01') ? month.slice(0, 4) : '';
  return parseMonth(month).toLocaleDateString(locale, { month: 'narrow', timeZone: 'UTC' });
}

function parseMonth(month: string): Date {
  return new Date(`${month}-01T00:00:00Z`);
}
