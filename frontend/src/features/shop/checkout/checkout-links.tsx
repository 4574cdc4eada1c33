// The way from the cart to the checkout: one for each currency, because an order has one, and none for what no card pays.
import { Link } from '@tanstack/react-router';
import { findSmallestCharge } from '../catalogue/charges';
import { formatMoney, type Money } from '../catalogue/money';
import { useMessages } from './messages/use-messages';

export function CheckoutLinks({ totals }: { totals: readonly Money[] }) {
  const messages = useMessages();
  return totals.map((total) => {
    const { currency } = total;
    const smallest = findSmallestCharge(total);
    if (smallest)
      return (
        <p key={currency} className="problem">
          {messages.tooSmall({ smallest: formatMoney(smallest) })}
        </p>
      );
    return (
      <Link key={currency} to="/checkout" search={totals.length > 1 ? { currency } : {}} className="button button-main">
        {totals.length > 1 ? messages.checkOutIn({ currency }) : messages.checkOut}
      </Link>
    );
  });
}
