// What the state of an order means for its buyer.
import { useLanguage } from '../../../shared/i18n/language';
import { formatMoney } from '../catalogue/money';
import { useMessages } from './messages/use-messages';
import type { Order } from './order';
import { hasGoneToPay } from './pay-button';
import { useIsPast } from './use-is-past';

export function OrderNote({ order }: { order: Order }) {
  const messages = useMessages();
  const { id, state, expiresAt, totals } = order;
  const wasRefunded = totals.refunded.amount > 0;
  const mayHavePaid = hasGoneToPay(id);
  const note = {
    PENDING: <HeldUntil id={id} moment={expiresAt} />,
    PAID: wasRefunded ? messages.refundedOf({ amount: formatMoney(totals.refunded) }) : messages.paidNote,
    EXPIRED: mayHavePaid ? messages.paidLateNote : messages.expiredNote,
    CANCELLED: mayHavePaid ? messages.paidCanceledNote : messages.canceledNote,
  };
  return <p>{wasRefunded && state !== 'PAID' ? messages.refundedNote : note[state]}</p>;
}

function HeldUntil({ id, moment }: { id: string; moment: string }) {
  const messages = useMessages();
  const { locale } = useLanguage();
  if (useIsPast(moment)) return messages.timeIsUp;
  const time = new Date(moment).toLocaleTimeString(locale, { hour: 'numeric', minute: '2-digit' });
  return (
    <>
      {messages.heldUntil({ time })}
      {hasGoneToPay(id) ? ` ${messages.confirmingPayment}` : null}
    </>
  );
}
