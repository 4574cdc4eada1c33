// A buyer's orders in rows: what, when, in which state, and how much.
import { Link } from '@tanstack/react-router';
import { isolate } from '../../../shared/text';
import { TimeAgo } from '../../../shared/ui/time-ago';
import { formatMoney } from '../catalogue/money';
import { useMessages } from './messages/use-messages';
import type { Order } from './order';
import { StateLabel } from './order-state';
import './order-rows.css';

export function OrderRows({ orders }: { orders: readonly Order[] }) {
  const messages = useMessages();
  return (
    <ul className="order-rows">
      {orders.map(({ id, number, state, placedAt, lines, totals }) => {
        const [{ title } = { title: number }, ...others] = lines;
        return (
          <li key={id}>
            <div>
              <h2 dir="auto">
                <Link to="/orders/$orderId" params={{ orderId: id }}>
                  {others.length > 0 ? messages.more({ title: isolate(title), count: others.length }) : title}
                </Link>
              </h2>
              <p>
                <StateLabel state={state} />
                <span>{messages.orderNumber({ number })}</span>
                <TimeAgo at={placedAt} />
              </p>
            </div>
            <strong>{formatMoney(totals.total)}</strong>
          </li>
        );
      })}
    </ul>
  );
}
