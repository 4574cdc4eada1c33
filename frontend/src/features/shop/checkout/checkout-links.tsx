// The way from the cart to the checkout: one for each currency, because an order has one.
import { Link } from '@tanstack/react-router';
import type { Money } from '../catalogue/money';
import { useMessages } from './messages/use-messages';

export function CheckoutLinks({ totals }: { totals: readonly Money[] }) {
  const messages = useMessages();
  return totals.map(({ currency }) => (
    <Link key={currency} to="/checkout" search={totals.length > 1 ? { currency } : {}} className="button button-main">
      {totals.length > 1 ? messages.checkOutIn({ currency }) : messages.checkOut}
    </Link>
  ));
}
