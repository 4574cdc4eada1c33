// The way to the cart, with the number of things in it.
import { Link } from '@tanstack/react-router';
import { useMergeGuestCart } from './merge-guest-cart';
import { useMessages } from './messages/use-messages';
import { useCartQuantities } from './cart-quantities';
import './cart-badge.css';

export function CartBadge() {
  const messages = useMessages();
  useMergeGuestCart();
  const quantities = useCartQuantities();
  const count = [...(quantities?.values() ?? [])].reduce((sum, each) => sum + each, 0);
  return (
    <Link
      to="/cart"
      aria-label={messages.badge({ count })}
      className={count > 0 ? 'cart-badge' : 'cart-badge cart-badge-empty'}
    >
      <svg
        viewBox="0 0 24 24"
        width="21"
        height="21"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.7"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        <path d="M4 9h16l-1.7 10.5H5.7zM8.5 12V7a3.5 3.5 0 0 1 7 0v5" />
      </svg>
      {count > 0 ? <span className="cart-badge-count">{count > 99 ? '99+' : count}</span> : null}
    </Link>
  );
}
