// Rows of a report as a table; those of products and places have a bar each, which needs no words of its own.
import type { ReactNode } from 'react';
import { useMessages } from './messages/use-messages';
import { findShares, type RevenueRow } from './report';

interface Props {
  heading: string;
  rows: readonly RevenueRow[];
  hasBars?: boolean;
  describe: (row: RevenueRow) => ReactNode;
  write: (amount: string) => string;
}

export function RevenueTable({ heading, rows, hasBars = false, describe, write }: Props) {
  const messages = useMessages();
  const shares = findShares(rows);
  return (
    <table className="revenue-table">
      <thead>
        <tr>
          <th scope="col">{heading}</th>
          <th scope="col">{messages.revenue}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={row.key}>
            <th scope="row">
              <span dir="auto">{describe(row)}</span>
              {hasBars ? <Bar share={shares[index] ?? 0} /> : null}
              <Details row={row} write={write} />
            </th>
            <td>{write(row.revenue)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Details({ row: { pieces, refunded }, write }: { row: RevenueRow; write: Props['write'] }) {
  const messages = useMessages();
  if (pieces === 0) return null;
  return (
    <small>
      {messages.piecesSold({ count: pieces })}
      {refunded === '0' ? null : ` · ${messages.refundedAmount({ amount: write(refunded) })}`}
    </small>
  );
}

function Bar({ share }: { share: number }) {
  return (
    <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect width="100" height="4" />
      <rect className="revenue-bar" width={share * 100} height="4" />
    </svg>
  );
}
