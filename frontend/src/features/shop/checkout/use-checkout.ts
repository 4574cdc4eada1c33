// Orders what is in the cart at the prices that are shown, and takes it out of the cart once it is ordered.
import { useState } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { useIdempotencyKey } from '../../../shared/graphql/idempotency-key';
import type { CartLine } from '../carts/cart-lines';
import { useSetCartLine } from '../carts/change-cart';
import { type Address, trimAddress } from './address';
import { type LineRefusal, type OrderInput, usePlaceOrder } from './place-order';

const ENDED: readonly string[] = ['EXPIRED', 'CANCELLED'];

/** Return how to order, and why the last try did not succeed. */
export function useCheckout(lines: readonly CartLine[], reload: () => void) {
  const place = usePlaceOrder();
  const setLine = useSetCartLine();
  const navigate = useNavigate();
  const key = useIdempotencyKey('checkout.key');
  const [isSending, setSending] = useState(false);
  const [refusals, setRefusals] = useState<readonly LineRefusal[]>([]);
  const [problem, setProblem] = useState<string | null>(null);

  async function send(input: OrderInput): ReturnType<typeof place> {
    const outcome = await place(input, key.keyFor(input));
    if (!outcome.order || !ENDED.includes(outcome.order.state)) return outcome;
    key.reset(); // of an earlier try, whose answer never arrived
    return place(input, key.keyFor(input));
  }

  const describeOrder = (address: Address | null): OrderInput => ({
    lines: lines.map(({ variantId, quantity, priceVersionSeen: priceVersion }) => ({
      variantId,
      quantity,
      priceVersion,
    })),
    shippingAddress: address && trimAddress(address),
  });

  async function order(address: Address | null): Promise<void> {
    if (isSending) return;
    setSending(true);
    const outcome = await send(describeOrder(address));
    setRefusals(outcome.refusals);
    if (outcome.refusals.length > 0) key.reset();
    setProblem(outcome.problem);
    if (outcome.order) {
      await navigate({ to: '/orders/$orderId', params: { orderId: outcome.order.id }, replace: true });
      // The key is kept until nothing is left to order with it: a tab that is closed before comes back to this order.
      for (const line of lines) await setLine({ ...line, quantity: 0 });
      key.reset();
      return;
    }
    reload();
    setSending(false);
  }

  /** Forget why a line was refused, since it was changed. */
  const resolve = (variantId: string) =>
    setRefusals((before) => before.filter((refusal) => refusal.variantId !== variantId));
  /** Whether this order was sent and its answer was lost: it may hold the pieces that the cart now lacks. */
  const isUnanswered = (address: Address | null) => key.isKeptFor(describeOrder(address));
  return { order, isUnanswered, isSending, refusals, problem, resolve };
}
