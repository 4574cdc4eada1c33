// What keeps a cart line from being ordered as it is, and what can be done about it.
import { formatMoney } from '../catalogue/money';
import type { CartLine } from './cart-lines';
import { useMessages } from './messages/use-messages';
import './cart-problem.css';

interface Props {
  line: CartLine;
  /** How many are left, where an order was refused for want of them. */
  available?: number | undefined;
  accept: () => void;
  change?: (quantity: number) => void;
}

export function CartProblem({ line, available, accept, change }: Props) {
  const messages = useMessages();
  const { problem, priceSeen, variant } = line;
  if (!problem) return null;
  if (problem === 'PRICE_CHANGED' && variant) {
    const says = variant.price.amount > priceSeen.amount ? messages.priceRose : messages.priceFell;
    return (
      <div className="cart-problem">
        <p>{says({ before: formatMoney(priceSeen), now: formatMoney(variant.price) })}</p>
        <button type="button" className="button" onClick={accept}>
          {messages.acceptPrice}
        </button>
      </div>
    );
  }
  if (problem === 'NOT_ENOUGH' && available && change)
    return (
      <div className="cart-problem">
        <p>{messages.onlyLeft({ count: available })}</p>
        <button type="button" className="button" onClick={() => change(available)}>
          {messages.takeLeft({ count: available })}
        </button>
      </div>
    );
  const words = {
    NOT_ENOUGH: messages.notEnough,
    SOLD_OUT: messages.soldOutSince,
    NOT_FOR_SALE: messages.notForSale,
    PRICE_CHANGED: messages.notForSale,
  };
  return <p className="cart-problem">{words[problem]}</p>;
}
