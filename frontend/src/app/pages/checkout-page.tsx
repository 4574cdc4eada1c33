// The checkout: what is in the cart of one currency, where it is shipped, and the order of it.
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCart } from '../../features/shop/carts/use-cart';
import { CheckoutForm } from '../../features/shop/checkout/checkout-form';
import { useMessages } from '../../features/shop/checkout/messages/use-messages';
import { EmptyState, ErrorState, Loading, StatePage } from '../../shared/ui/state';
import '../../features/shop/checkout/checkout.css';

const route = getRouteApi('/shell/checkout');

export function CheckoutPage() {
  const messages = useMessages();
  const { currency: wanted } = route.useSearch();
  const { lines, error, reload } = useCart();
  if (!lines)
    return (
      <StatePage name={messages.checkout}>
        {error ? <ErrorState isPage error={error} retry={reload} /> : <Loading what={messages.loading} />}
      </StatePage>
    );
  const currencies = [...new Set(lines.map(({ priceSeen }) => priceSeen.currency))].sort();
  const currency = currencies.find((each) => each === wanted) ?? currencies[0];
  if (!currency) return <NothingToOrder />;
  return (
    <div className="page">
      <title>{`${messages.checkout} · Waymark`}</title>
      <h1 className="page-title">{messages.checkout}</h1>
      {currencies.length > 1 ? <CurrencyChoice currencies={currencies} chosen={currency} /> : null}
      <CheckoutForm
        key={currency}
        lines={lines.filter(({ priceSeen }) => priceSeen.currency === currency)}
        currency={currency}
        reload={reload}
      />
    </div>
  );
}

function NothingToOrder() {
  const messages = useMessages();
  return (
    <div className="page">
      <EmptyState isPage title={messages.empty}>
        <p>{messages.emptyRemedy}</p>
        <Link to="/cart" className="button">
          {messages.backToCart}
        </Link>
      </EmptyState>
    </div>
  );
}

function CurrencyChoice({ currencies, chosen }: { currencies: readonly string[]; chosen: string }) {
  const messages = useMessages();
  return (
    <>
      <nav aria-label={messages.currencies} className="checkout-currencies">
        {currencies.map((currency) => (
          <Link
            key={currency}
            to="/checkout"
            search={{ currency }}
            className="button"
            aria-current={currency === chosen ? 'page' : undefined}
          >
            {currency}
          </Link>
        ))}
      </nav>
      <p className="checkout-note">{messages.perCurrency}</p>
    </>
  );
}
