// The cart: its lines, what has changed since, and what it comes to.
import { Link } from '@tanstack/react-router';
import { CartRow } from '../../features/shop/carts/cart-row';
import { CartSummary } from '../../features/shop/carts/cart-summary';
import { useMessages } from '../../features/shop/carts/messages/use-messages';
import { useCart } from '../../features/shop/carts/use-cart';
import { CheckoutLinks } from '../../features/shop/checkout/checkout-links';
import { RichMessage } from '../../shared/i18n/rich';
import { useIsOnline } from '../../shared/offline/online';
import { useSession } from '../../shared/session-context';
import { EmptyState, ErrorState, Loading, StatePage } from '../../shared/ui/state';
import '../../features/shop/carts/cart.css';

export function CartPage() {
  const messages = useMessages();
  const isOnline = useIsOnline();
  const { lines, totals, error, reload } = useCart();
  if (!lines)
    return (
      <StatePage name={messages.cart}>
        {error ? <ErrorState isPage error={error} retry={reload} /> : <Loading what={messages.loading} />}
      </StatePage>
    );
  if (lines.length === 0)
    return (
      <div className="page">
        <EmptyState isPage title={messages.empty}>
          <p>{messages.emptyRemedy}</p>
          <Link to="/shop" className="button button-main">
            {messages.browse}
          </Link>
        </EmptyState>
      </div>
    );
  const changeCount = lines.filter(({ problem }) => problem).length;
  return (
    <div className="page cart">
      <title>{`${messages.cart} · Waymark`}</title>
      <h1 className="page-title">{messages.cart}</h1>
      <div role="status">
        {isOnline ? null : <p className="cart-note">{messages.offline}</p>}
        {changeCount > 0 ? <p className="cart-note">{messages.changes({ count: changeCount })}</p> : null}
      </div>
      <div className="cart-layout">
        <ul className="cart-rows">
          {lines.map((line) => (
            <CartRow key={line.variantId} line={line} reload={reload} />
          ))}
        </ul>
        <div>
          <CartSummary totals={totals} reload={reload}>
            <CheckoutLinks totals={totals} />
          </CartSummary>
          <SignInHint />
        </div>
      </div>
    </div>
  );
}

function SignInHint() {
  const messages = useMessages();
  const { viewerId } = useSession();
  if (viewerId !== null) return null;
  return (
    <p className="cart-hint">
      <RichMessage
        text={messages.signInToKeep}
        parts={{
          link: (text) => (
            <Link to="/sign-in" search={{ to: '/cart' }}>
              {text}
            </Link>
          ),
        }}
      />
    </p>
  );
}
