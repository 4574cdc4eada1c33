// An order in whole: its state and what can be done, what was ordered, where it goes, and how far each seller is.
import { Link } from '@tanstack/react-router';
import { RichMessage } from '../../../shared/i18n/rich';
import { TimeAgo } from '../../../shared/ui/time-ago';
import { CreditNoteButton, InvoiceButton } from './invoice-button';
import { useMessages } from './messages/use-messages';
import { OrderActs } from './order-acts';
import { OrderNote } from './order-note';
import { StateLabel } from './order-state';
import type { Order } from './order';
import { PostalAddress } from './postal-address';
import { ReceiptLine, ReceiptTotals } from './receipt';
import './order-view.css';

export function OrderView({ order }: { order: Order }) {
  const messages = useMessages();
  const { number, state, placedAt, lines, totals, shippingAddress } = order;
  return (
    <div className="page order">
      <title>{`${messages.orderNumber({ number })} · Waymark`}</title>
      <header className="order-head">
        <p>
          <Link to="/orders">{messages.yourOrders}</Link>
        </p>
        <h1 className="page-title">{messages.orderNumber({ number })}</h1>
        <div role="status" className="order-now">
          <StateLabel state={state} />
          <OrderNote order={order} />
        </div>
        <OrderActs order={order} />
      </header>
      <div className="order-layout">
        <section aria-labelledby="order-items">
          <h2 id="order-items">{messages.items}</h2>
          <ul className="receipt">
            {lines.map((line) => (
              <ReceiptLine key={line.line} line={line}>
                {line.refundedQuantity > 0 ? (
                  <small>{messages.refundedPieces({ count: line.refundedQuantity })}</small>
                ) : null}
              </ReceiptLine>
            ))}
          </ul>
          <ReceiptTotals totals={totals} />
        </section>
        <div className="order-side">
          {state === 'PAID' ? <Delivery order={order} /> : null}
          {shippingAddress ? (
            <section aria-labelledby="order-address">
              <h2 id="order-address">{messages.shippingAddress}</h2>
              <PostalAddress address={shippingAddress} />
            </section>
          ) : null}
          {order.invoices.length > 0 ? <Invoices order={order} /> : null}
          <p className="order-when">
            {messages.placed} <TimeAgo at={placedAt} />
          </p>
        </div>
      </div>
    </div>
  );
}

function Invoices({ order: { invoices, creditNotes } }: { order: Order }) {
  const messages = useMessages();
  return (
    <section aria-labelledby="order-invoices">
      <h2 id="order-invoices">{messages.invoices}</h2>
      <ul className="order-parts">
        {invoices.map((invoice) => (
          <li key={invoice.id}>
            <InvoiceButton invoice={invoice} />
          </li>
        ))}
        {creditNotes.map((creditNote) => (
          <li key={creditNote.id}>
            <CreditNoteButton creditNote={creditNote} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Delivery({ order: { parts } }: { order: Order }) {
  const messages = useMessages();
  return (
    <section aria-labelledby="order-delivery">
      <h2 id="order-delivery">{messages.delivery}</h2>
      <ul className="order-parts" role="status">
        {parts.map(({ sellerId, seller, state }) => (
          <li key={sellerId}>
            <span>
              {seller ? (
                <RichMessage
                  text={messages.soldBy}
                  parts={{
                    seller: () => (
                      <Link to="/people/$handle" params={{ handle: seller.handle }}>
                        <bdi>{seller.displayName}</bdi>
                      </Link>
                    ),
                  }}
                />
              ) : (
                messages.soldBySomebody
              )}
            </span>
            <StateLabel state={state} />
          </li>
        ))}
      </ul>
    </section>
  );
}
