// What somebody ordered of the viewer: who, what, where it goes, and the next step.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { RichMessage } from '../../../shared/i18n/rich';
import { useIsOnline } from '../../../shared/offline/online';
import { notify } from '../../../shared/ui/notices';
import { TimeAgo } from '../../../shared/ui/time-ago';
import { formatMoney } from '../catalogue/money';
import { CreditNoteButton, InvoiceButton } from './invoice-button';
import { useMessages } from './messages/use-messages';
import { StateLabel } from './order-state';
import { PostalAddress, writeAddress } from './postal-address';
import { ReceiptLine } from './receipt';
import { RefundForm } from './refund-form';
import { type Sale, type SaleStep, listSteps, useAdvanceSale } from './sale';
import './sale-card.css';

export function SaleCard({ sale, reload }: { sale: Sale; reload: () => void }) {
  const messages = useMessages();
  const { orderId, number, state, placedAt, lines, total, refunded } = sale;
  return (
    <li className="sale">
      <header>
        <h2 id={`sale-${orderId}`}>{messages.orderNumber({ number })}</h2>
        <StateLabel state={state} />
        <p>
          <Buyer sale={sale} /> · <TimeAgo at={placedAt} />
        </p>
      </header>
      <div className="sale-body">
        <div>
          <ul className="receipt">
            {lines.map((line) => (
              <ReceiptLine key={line.line} line={line}>
                {line.refundedQuantity > 0 ? (
                  <small>{messages.refundedPieces({ count: line.refundedQuantity })}</small>
                ) : null}
              </ReceiptLine>
            ))}
          </ul>
          <p className="sale-total">
            {messages.total} <strong>{formatMoney(total)}</strong>
          </p>
          {refunded.amount > 0 ? (
            <p className="sale-total sale-refunded">
              {messages.refunded} <strong>{formatMoney({ ...refunded, amount: -refunded.amount })}</strong>
            </p>
          ) : null}
        </div>
        <Destination sale={sale} />
      </div>
      <Steps sale={sale} reload={reload} />
      {sale.invoice ? (
        <p className="sale-steps">
          <InvoiceButton invoice={sale.invoice} />
          {sale.creditNotes.map((creditNote) => (
            <CreditNoteButton key={creditNote.id} creditNote={creditNote} />
          ))}
        </p>
      ) : null}
      <RefundForm sale={sale} reload={reload} />
    </li>
  );
}

function Buyer({ sale: { buyer } }: { sale: Sale }) {
  const messages = useMessages();
  if (!buyer) return messages.buyerLeft;
  return (
    <RichMessage
      text={messages.buyer}
      parts={{
        buyer: () => (
          <Link to="/people/$handle" params={{ handle: buyer.handle }}>
            <bdi>{buyer.displayName}</bdi>
          </Link>
        ),
      }}
    />
  );
}

/** Where the order is shipped, as long as the seller needs to know. */
function Destination({ sale: { shippingAddress, state } }: { sale: Sale }) {
  const messages = useMessages();
  if (!shippingAddress)
    return state === 'DONE' ? <p className="sale-destination sale-hidden">{messages.addressHidden}</p> : null;
  async function copy(address: NonNullable<Sale['shippingAddress']>): Promise<void> {
    await navigator.clipboard.writeText(writeAddress(address).join('\n'));
    notify(messages.addressCopied);
  }
  return (
    <div className="sale-destination">
      <h3>{messages.shipTo}</h3>
      <PostalAddress address={shippingAddress} />
      <button type="button" className="button" onClick={() => void copy(shippingAddress)}>
        {messages.copyAddress}
      </button>
    </div>
  );
}

function Steps({ sale, reload }: { sale: Sale; reload: () => void }) {
  const messages = useMessages();
  const advance = useAdvanceSale();
  const isOnline = useIsOnline();
  const [isSending, setSending] = useState(false);
  const steps = listSteps(sale);
  const { number } = sale;

  async function advanceTo(step: SaleStep): Promise<void> {
    if (isSending) return;
    setSending(true);
    const problem = await advance(sale, step);
    setSending(false);
    notify(problem ? messages.couldNotSave({ why: problem }) : messages.saleChanged({ number, state: messages[step] }));
    reload();
  }

  if (steps.length === 0) return null;
  return (
    <p className="sale-steps">
      {steps.map((step, index) => (
        <button
          key={step}
          type="button"
          className={index === 0 ? 'button button-main' : 'button'}
          aria-label={messages.doOne({ action: messages[`to${step}`], number })}
          aria-disabled={isSending || undefined}
          disabled={!isOnline}
          onClick={() => void advanceTo(step)}
        >
          {messages[`to${step}`]}
        </button>
      ))}
    </p>
  );
}
