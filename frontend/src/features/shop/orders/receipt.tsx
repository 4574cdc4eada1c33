// What was ordered, line by line with its taxes, and what it comes to.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { getLocale } from '../../../shared/i18n/language';
import { formatMoney, type Money } from '../catalogue/money';
import { formatStart } from '../catalogue/walk-time';
import { useMessages } from './messages/use-messages';
import type { ReceiptLineData } from './receipt-line';
import './receipt.css';

const BASIS_POINTS = 10_000;

interface LineProps {
  line: ReceiptLineData;
  /** What else is to say about the line. */
  children?: ReactNode;
}

export function ReceiptLine({ line, children }: LineProps) {
  const messages = useMessages();
  const { productId, title, startsAt, zone, quantity, unitPrice, net, tax, taxRate, total } = line;
  const rate = (taxRate / BASIS_POINTS).toLocaleString(getLocale(), { style: 'percent', maximumFractionDigits: 2 });
  return (
    <li className="receipt-line">
      <div>
        <Link to="/products/$productId" params={{ productId }} dir="auto">
          {title}
        </Link>
        {startsAt && zone ? (
          <small>
            <time dateTime={startsAt}>{formatStart(startsAt, zone)}</time>
          </small>
        ) : null}
        <small>{messages.quantityAt({ quantity, price: formatMoney(unitPrice) })}</small>
        <small>
          {taxRate > 0 ? messages.taxOfLine({ net: formatMoney(net), tax: formatMoney(tax), rate }) : messages.untaxed}
        </small>
        {children}
      </div>
      <strong>{formatMoney(total)}</strong>
    </li>
  );
}

interface TotalsProps {
  totals: { items: Money; tax: Money; shipping: Money; total: Money; refunded?: Money };
}

/** The sums of the lines; their last is what is to pay. */
export function ReceiptTotals({ totals }: TotalsProps) {
  const messages = useMessages();
  const { items, tax, shipping, total, refunded } = totals;
  const rows: [string, string][] = [
    [messages.net, formatMoney(items)],
    [messages.tax, formatMoney(tax)],
    [messages.shipping, shipping.amount > 0 ? formatMoney(shipping) : messages.free],
  ];
  return (
    <dl className="receipt-totals">
      {rows.map(([name, amount]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{amount}</dd>
        </div>
      ))}
      <div className="receipt-total">
        <dt>{messages.total}</dt>
        <dd>{formatMoney(total)}</dd>
      </div>
      {refunded && refunded.amount > 0 ? (
        <div>
          <dt>{messages.refunded}</dt>
          <dd>{formatMoney({ ...refunded, amount: -refunded.amount })}</dd>
        </div>
      ) : null}
    </dl>
  );
}
