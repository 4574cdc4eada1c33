// A line of the checkout with its taxes, and what must be resolved before it can be ordered.
import { isolate } from '../../../shared/text';
import type { CartLine } from '../carts/cart-lines';
import { CartProblem } from '../carts/cart-problem';
import { useMessages as useCartMessages } from '../carts/messages/use-messages';
import { QuantityField } from '../carts/quantity-field';
import { useLineChanges } from '../carts/use-line-changes';
import { ReceiptLine } from '../orders/receipt';
import { priceLine } from './checkout-totals';
import type { LineRefusal } from './place-order';

interface Props {
  line: CartLine;
  /** Why the last order refused it. */
  refusal: LineRefusal | undefined;
  reload: () => void;
}

export function CheckoutLine({ line, refusal, reload }: Props) {
  const messages = useCartMessages();
  const { quantity, change, accept, remove } = useLineChanges(line, reload);
  const title = line.product?.title ?? line.title;
  const problem = line.problem ?? refusal?.problem ?? null;
  const amounts = priceLine(line);
  const unitPrice = line.variant?.price ?? line.priceSeen;
  const nothing = { amount: 0, currency: unitPrice.currency };
  return (
    <ReceiptLine
      line={{
        productId: line.productId,
        title: line.variant ? `${title}: ${line.variant.name}` : title,
        startsAt: line.variant?.startsAt ?? null,
        zone: line.variant?.zone ?? null,
        quantity,
        unitPrice,
        ...(amounts ?? { net: nothing, tax: nothing, total: nothing, taxRate: 0 }),
      }}
    >
      <CartProblem line={{ ...line, problem }} available={refusal?.available} accept={accept} change={change} />
      {problem && problem !== 'PRICE_CHANGED' ? (
        <span className="checkout-line-acts">
          {problem === 'NOT_ENOUGH' ? (
            <QuantityField
              label={messages.quantityOf({ title: isolate(title) })}
              moreLabel={messages.more({ title: isolate(title) })}
              fewerLabel={messages.fewer({ title: isolate(title) })}
              value={quantity}
              onChange={change}
            />
          ) : null}
          <button
            type="button"
            className="button"
            aria-label={messages.removeOne({ title: isolate(title) })}
            onClick={remove}
          >
            {messages.remove}
          </button>
        </span>
      ) : null}
    </ReceiptLine>
  );
}
