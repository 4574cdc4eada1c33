// What the cart comes to, one sum for each currency.
import type { ReactNode } from 'react';
import { ConfirmButton } from '../../../shared/ui/confirm-button';
import { notify } from '../../../shared/ui/notices';
import { formatMoney, type Money } from '../catalogue/money';
import { useClearCart } from './change-cart';
import { useMessages } from './messages/use-messages';

interface Props {
  totals: readonly Money[];
  reload: () => void;
  /** The way to the checkout. */
  children: ReactNode;
}

export function CartSummary({ totals, reload, children }: Props) {
  const messages = useMessages();
  const clearCart = useClearCart();

  async function clear(): Promise<void> {
    const problem = await clearCart();
    if (problem) notify(messages.couldNotSave({ why: problem }));
    reload();
  }

  return (
    <div className="cart-summary">
      <dl>
        {totals.map((total) => (
          <div key={total.currency}>
            <dt>{totals.length > 1 ? messages.totalOf({ currency: total.currency }) : messages.total}</dt>
            <dd>{formatMoney(total)}</dd>
          </div>
        ))}
      </dl>
      {totals.length > 1 ? <p>{messages.perCurrency}</p> : null}
      <p>
        {messages.taxIncluded} {messages.notReserved}
      </p>
      {children}
      <ConfirmButton
        label={messages.clear}
        className="button button-plain"
        isDisabled={false}
        question={messages.clearQuestion}
        consequence={messages.clearConsequence}
        action={messages.clear}
        onConfirm={() => void clear()}
      />
    </div>
  );
}
