// A report of revenue as the API answers it, and made ready to be shown: months without a gap, sums as amounts.
import { graphql, type ResultOf } from '../../../shared/graphql/graphql';

export const RevenueFields = graphql(`
  fragment RevenueFields on Revenue @_unmask {
    currency
    pieces
    sold
    refunded
    revenue
    rows {
      key
      name
      pieces
      refunded
      revenue
      position {
        latitude
        longitude
      }
    }
  }
`);

export type Revenue = ResultOf<typeof RevenueFields>;
export type RevenueRow = Revenue['rows'][number];

/** The key of the row with what a report left out. */
export const REST = 'rest';
export const PERIODS = [3, 12, 36] as const;

/** The time zone that is furthest ahead is 26 hours ahead of the one furthest behind. */
const LEAD = 26 * 3_600_000;

/** Return the months to ask for: the last ones by the reader's clock, and the next one where it has begun somewhere. */
export function getPeriod(months: number, now: Date): { since: string; until: string } {
  const first = new Date(now.getFullYear(), now.getMonth() - months + 1, 1);
  return { since: writeMonth(first), until: writeMonth(new Date(now.getTime() + LEAD)) };
}

/** Return one row for each month to `last`, also where nothing was sold, and for later ones where something was. */
export function fillMonths(rows: readonly RevenueRow[], since: string, last: string): RevenueRow[] {
  const known = new Map(rows.map((row) => [row.key, row]));
  const shown = listMonths(since, last).map((key) => known.get(key) ?? makeRow(key, '0'));
  return [...shown, ...rows.filter(({ key }) => key > last)];
}

/** Return the months from one to another, as `2026-11`. */
export function listMonths(since: string, last: string): string[] {
  const months: string[] = [];
  const month = new Date(`${since}-01T12:00`);
  for (; writeMonth(month) <= last; month.setMonth(month.getMonth() + 1)) months.push(writeMonth(month));
  return months;
}

/** Return what the rows leave out of their sum; null where that is nothing. */
export function findRest({ revenue, refunded, pieces, rows }: Revenue): RevenueRow | null {
  const left = (whole: string, name: 'revenue' | 'refunded') =>
    rows.reduce((rest, row) => rest - BigInt(row[name]), BigInt(whole)).toString();
  const rest = rows.reduce((sum, row) => sum - row.pieces, pieces);
  return rest > 0
    ? { ...makeRow(REST, left(revenue, 'revenue')), refunded: left(refunded, 'refunded'), pieces: rest }
    : null;
}

/** Return the share of each row in the highest revenue, from 0 to 1. */
export function findShares(rows: readonly RevenueRow[]): number[] {
  const highest = Math.max(1, ...rows.map(({ revenue }) => Number(revenue)));
  return rows.map(({ revenue }) => Number(revenue) / highest);
}

export function writeMonth(date: Date): string {
  return `${String(date.getFullYear())}-${String(date.getMonth() + 1).padStart(2, '0')}`;
}

function makeRow(key: string, revenue: string): RevenueRow {
  return { key, name: null, pieces: 0, refunded: '0', revenue, position: null };
}
