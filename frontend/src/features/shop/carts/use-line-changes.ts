// A cart line's quantity, shown at once and sent one after the other, and the other changes of it.
import { useState } from 'react';
import { announce, notify } from '../../../shared/ui/notices';
import type { CartLine } from './cart-lines';
import { useSetCartLine } from './change-cart';
import { LatestWrite } from './latest-write';
import { useMessages } from './messages/use-messages';

/** Return what can be done with a line; `reload` shows the cart as it is after each change. */
export function useLineChanges(line: CartLine, reload: () => void) {
  const messages = useMessages();
  const setLine = useSetCartLine();
  const [wanted, setWanted] = useState<number | null>(null); // until it is sent
  const [writes] = useState(() => new LatestWrite<() => Promise<void>>((write) => write()));
  const title = line.product?.title ?? line.title;

  async function send(quantity: number): Promise<void> {
    const { variantId, productId, variant } = line;
    const priceSeen = variant?.price ?? line.priceSeen;
    const priceVersionSeen = variant?.priceVersion ?? line.priceVersionSeen;
    const problem = await setLine({ variantId, productId, title, quantity, priceSeen, priceVersionSeen });
    if (problem) notify(messages.couldNotSave({ why: problem }));
    else if (quantity === 0) announce(messages.removed({ title }));
    reload();
  }

  function change(quantity: number): void {
    setWanted(quantity);
    void writes.write(() => send(quantity)).then(() => setWanted(null));
  }

  const quantity = wanted ?? line.quantity;
  return { quantity, change, accept: () => void send(quantity), remove: () => void send(0) };
}
