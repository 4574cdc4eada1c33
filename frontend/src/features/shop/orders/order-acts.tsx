// What a buyer can do with an order: pay it, cancel it while nothing has shipped, order again what it held once it has ended.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useIsOnline } from '../../../shared/offline/online';
import { ConfirmButton } from '../../../shared/ui/confirm-button';
import { notify } from '../../../shared/ui/notices';
import { useSetCartLine } from '../carts/change-cart';
import { useMessages } from './messages/use-messages';
import { type Order, useCancelOrder } from './order';
import { PayButton } from './pay-button';
import { useIsPast } from './use-is-past';

const UNSHIPPED: Order['parts'][number]['state'][] = ['WAITING', 'PREPARING'];

export function OrderActs({ order }: { order: Order }) {
  const messages = useMessages();
  const isPaid = order.state === 'PAID';
  if (isPaid && !order.parts.every(({ state }) => UNSHIPPED.includes(state))) return null;
  return (
    <div className="order-acts">
      {isPaid || order.state === 'PENDING' ? (
        <>
          {isPaid ? null : <PayUntil order={order} />}
          <CancelButton
            id={order.id}
            consequence={isPaid ? messages.cancelPaidConsequence : messages.cancelConsequence}
          />
        </>
      ) : (
        <OrderAgain order={order} />
      )}
    </div>
  );
}

function PayUntil({ order: { id, expiresAt, totals } }: { order: Order }) {
  return useIsPast(expiresAt) ? null : <PayButton orderId={id} total={totals.total} />;
}

function CancelButton({ id, consequence }: { id: string; consequence: string }) {
  const messages = useMessages();
  const cancel = useCancelOrder();
  const isOnline = useIsOnline();
  async function cancelOrder(): Promise<void> {
    const problem = await cancel(id);
    notify(problem ? messages.couldNotSave({ why: problem }) : messages.canceled);
  }
  return (
    <ConfirmButton
      label={messages.cancel}
      className="button"
      isDisabled={!isOnline}
      question={messages.cancelQuestion}
      consequence={consequence}
      action={messages.cancel}
      dismissal={messages.keepOrder}
      isDestructive
      onConfirm={() => void cancelOrder()}
    />
  );
}

/** Puts what was not bought back into the cart, at its present price. */
function OrderAgain({ order: { lines } }: { order: Order }) {
  const messages = useMessages();
  const setLine = useSetCartLine();
  const [isSending, setSending] = useState(false);
  const [isDone, setDone] = useState(false);

  async function addAll(): Promise<void> {
    if (isSending) return;
    setSending(true);
    const problems: string[] = [];
    for (const { variantId, productId, title, quantity, unitPrice } of lines) {
      const line = { variantId, productId, title, quantity, priceSeen: unitPrice, priceVersionSeen: 0 };
      const problem = await setLine(line);
      if (problem) problems.push(problem);
    }
    setSending(false);
    setDone(problems.length < lines.length);
    notify(problems[0] ? messages.couldNotSave({ why: problems[0] }) : messages.addedAgain);
  }

  return isDone ? (
    <Link to="/cart" className="button button-main">
      {messages.viewCart}
    </Link>
  ) : (
    <button type="button" className="button" aria-disabled={isSending || undefined} onClick={() => void addAll()}>
      {messages.orderAgain}
    </button>
  );
}
