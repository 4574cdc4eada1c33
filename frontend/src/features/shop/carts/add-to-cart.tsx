// Chooses a variant and how many of it, and puts them into the cart.
import { Link } from '@tanstack/react-router';
import { type SyntheticEvent, useState } from 'react';
import { type FragmentOf, readFragment } from '../../../shared/graphql/graphql';
import { announce } from '../../../shared/ui/notices';
import { findAvailableVariant, VariantChoice, VariantChoiceFields } from '../catalogue/variant-choice';
import { useSetCartLine } from './change-cart';
import { MAX_QUANTITY } from './guest-cart';
import { useMessages } from './messages/use-messages';
import { QuantityField } from './quantity-field';
import { useCartQuantities } from './cart-quantities';
import './add-to-cart.css';

interface Props {
  productId: string;
  title: string;
  variants: readonly FragmentOf<typeof VariantChoiceFields>[];
  /** The seller looks at their own product, or it is not for sale. */
  isForSale: boolean;
}

export function AddToCart({ productId, title, variants, isForSale }: Props) {
  const messages = useMessages();
  const setLine = useSetCartLine();
  const quantities = useCartQuantities();
  const [chosenId, choose] = useState<string>();
  const [quantity, setQuantity] = useState(1);
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const available = findAvailableVariant(variants);
  const variant = readFragment(VariantChoiceFields, variants).find(({ id }) => id === chosenId) ?? available;
  const inCart = (variant && quantities?.get(variant.id)) ?? 0;

  async function add(event: SyntheticEvent) {
    event.preventDefault();
    if (!variant || isSending) return;
    setSending(true);
    const { id: variantId, price: priceSeen, priceVersion: priceVersionSeen } = variant;
    const newQuantity = Math.min(MAX_QUANTITY, inCart + quantity);
    const line = { variantId, productId, title, quantity: newQuantity, priceSeen, priceVersionSeen };
    const refusedBecause = await setLine(line);
    setSending(false);
    setProblem(refusedBecause);
    if (refusedBecause === null) {
      setQuantity(1);
      announce(messages.added);
    }
  }

  return (
    <form className="add-to-cart" onSubmit={(event) => void add(event)}>
      <VariantChoice variants={variants} chosenId={variant?.id} choose={choose} />
      {isForSale ? (
        <p className="add-to-cart-acts">
          <QuantityField
            label={messages.quantity}
            moreLabel={messages.moreOfIt}
            fewerLabel={messages.fewerOfIt}
            value={quantity}
            onChange={setQuantity}
          />
          <button
            type="submit"
            className="button button-main"
            disabled={!available || quantities === null}
            aria-disabled={isSending || undefined}
          >
            {available ? messages.addToCart : messages.soldOut}
          </button>
        </p>
      ) : null}
      {problem ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : null}
      {inCart > 0 ? (
        <p className="add-to-cart-note">
          {messages.inCart({ count: inCart })} · <Link to="/cart">{messages.viewCart}</Link>
        </p>
      ) : null}
    </form>
  );
}
