// A seller's products with their states, what is left of them, and what can be done with each.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { isolate, takeCharacters } from '../../../shared/text';
import { notify } from '../../../shared/ui/notices';
import { Picture } from '../../../shared/ui/picture';
import { useMessages as useCatalogueMessages } from '../catalogue/messages/use-messages';
import { formatMoney } from '../catalogue/money';
import { useMessages } from './messages/use-messages';
import { type OwnProduct, useProductChanges } from './own-product';
import { countLeft, findLowStock } from './stock';

export function OwnProducts({ products }: { products: readonly OwnProduct[] }) {
  return (
    <ul className="own-products">
      {products.map((product) => (
        <OwnProductRow key={product.id} product={product} />
      ))}
    </ul>
  );
}

function OwnProductRow({ product }: { product: OwnProduct }) {
  const messages = useMessages();
  const catalogueMessages = useCatalogueMessages();
  const { id, type, title, state, priceFrom, variants, photo } = product;
  const low = state === 'LIVE' ? findLowStock(variants) : [];
  const price = priceFrom ? formatMoney(priceFrom) : null;
  return (
    <li>
      <span className="own-product-picture" aria-hidden="true">
        {photo ? <Picture photo={photo} sizes="72px" /> : takeCharacters(title, 1)}
      </span>
      <div className="own-product-words">
        <h2 dir="auto">
          <Link to="/sell/$productId" params={{ productId: id }}>
            {title}
          </Link>
        </h2>
        <p>
          <strong className={`sell-state sell-state-${state.toLowerCase()}`}>{messages[state]}</strong>
          <span>{messages[type]}</span>
          {price ? <span>{variants.length > 1 ? catalogueMessages.from({ price }) : price}</span> : null}
          <span>{messages.left({ count: countLeft(variants) })}</span>
        </p>
        {low.length > 0 ? (
          <p className="product-scarce">{messages.stockLow({ names: low.map(isolate).join(', ') })}</p>
        ) : null}
      </div>
      <p className="own-product-acts">
        <Link to="/products/$productId" params={{ productId: id }} className="button button-plain">
          {state === 'LIVE' ? messages.view : messages.preview}
        </Link>
        <SaleButton product={product} />
      </p>
    </li>
  );
}

/** Puts a product on sale, or takes it off. */
export function SaleButton({ product }: { product: OwnProduct }) {
  const messages = useMessages();
  const { publish, retire } = useProductChanges();
  const [isSending, setSending] = useState(false);
  const isLive = product.state === 'LIVE';

  async function change(): Promise<void> {
    if (isSending) return;
    setSending(true);
    const { problem } = await (isLive ? retire : publish)(product);
    setSending(false);
    const says = isLive ? messages.retiredNow : messages.published;
    notify(problem ? messages.couldNotSave({ why: problem }) : says({ title: product.title }));
  }

  return (
    <button
      type="button"
      className={isLive ? 'button' : 'button button-main'}
      aria-disabled={isSending || undefined}
      onClick={() => void change()}
    >
      {isLive ? messages.retire : messages.publish}
    </button>
  );
}
