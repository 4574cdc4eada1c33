// A line of the cart: what it is, how many, what it comes to, and what has changed since it was put there.
import { Link } from '@tanstack/react-router';
import { isolate, takeCharacters } from '../../../shared/text';
import { Picture } from '../../../shared/ui/picture';
import { useMessages as useCatalogueMessages } from '../catalogue/messages/use-messages';
import { formatMoney } from '../catalogue/money';
import { VariantDate } from '../catalogue/variant-choice';
import type { CartLine } from './cart-lines';
import { CartProblem } from './cart-problem';
import { useMessages } from './messages/use-messages';
import { QuantityField } from './quantity-field';
import { useLineChanges } from './use-line-changes';

interface Props {
  line: CartLine;
  /** Show the cart as it is now; resolves when it is known. */
  reload: () => void;
}

export function CartRow({ line, reload }: Props) {
  const messages = useMessages();
  const catalogueMessages = useCatalogueMessages();
  const { product, variant } = line;
  const title = product?.title ?? line.title;
  const { quantity, change, accept, remove } = useLineChanges(line, reload);
  return (
    <li className={line.problem ? 'cart-row cart-row-changed' : 'cart-row'}>
      <span className={`cart-row-picture product-${(product?.type ?? 'PRINT').toLowerCase()}`} aria-hidden="true">
        {product?.photo ? <Picture photo={product.photo} sizes="96px" /> : takeCharacters(title, 1)}
      </span>
      <div className="cart-row-words">
        <h2 dir="auto">
          {product ? (
            <Link to="/products/$productId" params={{ productId: product.id }}>
              {title}
            </Link>
          ) : (
            title
          )}
        </h2>
        {variant ? (
          <p>
            {product ? `${catalogueMessages[product.type]} · ` : null}
            <bdi>{variant.name}</bdi>
            <VariantDate variant={variant} />
          </p>
        ) : null}
        {product?.seller ? <p>{messages.soldBy({ name: product.seller.displayName })}</p> : null}
        <CartProblem line={line} accept={accept} />
      </div>
      <div className="cart-row-acts">
        {line.problem === 'NOT_FOR_SALE' || line.problem === 'SOLD_OUT' ? null : (
          <QuantityField
            label={messages.quantityOf({ title: isolate(title) })}
            moreLabel={messages.more({ title: isolate(title) })}
            fewerLabel={messages.fewer({ title: isolate(title) })}
            value={quantity}
            onChange={change}
          />
        )}
        <button
          type="button"
          className="button button-plain"
          aria-label={messages.removeOne({ title: isolate(title) })}
          onClick={remove}
        >
          {messages.remove}
        </button>
      </div>
      <p className="cart-row-total">
        {line.total ? <strong>{formatMoney(line.total)}</strong> : null}
        {variant && quantity > 1 ? <small>{messages.each({ price: formatMoney(variant.price) })}</small> : null}
      </p>
    </li>
  );
}
