// Changes a product of the viewer's: its words, its variants with prices and stock, and whether it is for sale.
import { getRouteApi, Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { useMessages } from '../../features/shop/selling/messages/use-messages';
import { OwnProductFields } from '../../features/shop/selling/own-product';
import { SaleButton } from '../../features/shop/selling/own-products';
import { ProductDetailsForm } from '../../features/shop/selling/product-details-form';
import { VariantEditor } from '../../features/shop/selling/variant-editor';
import { graphql } from '../../shared/graphql/graphql';
import { useSession } from '../../shared/session-context';
import { isolate } from '../../shared/text';
import { EmptyState, ErrorState, Loading, StatePage } from '../../shared/ui/state';
import '../../features/shop/catalogue/variant-choice.css';
import '../../features/shop/selling/selling.css';

const OWN_PRODUCT = graphql(
  `
    query OwnProduct($id: ID!) {
      product(id: $id) {
        ...OwnProductFields
      }
    }
  `,
  [OwnProductFields],
);
const route = getRouteApi('/shell/sell/$productId');

export function EditProductPage() {
  const messages = useMessages();
  const { viewerId } = useSession();
  const { productId } = route.useParams();
  const [{ data, error, fetching }, refetch] = useQuery({
    query: OWN_PRODUCT,
    variables: { id: productId },
    requestPolicy: 'cache-and-network',
  });
  const product = data?.product;
  if (!product && (error || fetching))
    return (
      <StatePage name={messages.edit}>
        {error ? (
          <ErrorState isPage error={error} retry={() => refetch({ requestPolicy: 'network-only' })} />
        ) : (
          <Loading what={messages.loading} />
        )}
      </StatePage>
    );
  if (!product || product.sellerId !== viewerId)
    return (
      <EmptyState isPage title={messages.notYours}>
        <Link to="/sell" className="button">
          {messages.yourProducts}
        </Link>
      </EmptyState>
    );
  const { id, title, state } = product;
  return (
    <div className="page page-narrow">
      <title>{`${messages.editOne({ title: isolate(title) })} · Waymark`}</title>
      <header className="sell-head">
        <div>
          <h1 className="page-title" dir="auto">
            {title}
          </h1>
          <strong className={`sell-state sell-state-${state.toLowerCase()}`}>{messages[state]}</strong>
        </div>
        <p>
          <Link to="/products/$productId" params={{ productId: id }} className="button">
            {state === 'LIVE' ? messages.view : messages.preview}
          </Link>
          <SaleButton product={product} />
        </p>
      </header>
      <div className="sell-edit">
        <VariantEditor product={product} />
        <section className="sell-variants" aria-labelledby="sell-details">
          <h2 id="sell-details">{messages.details}</h2>
          <ProductDetailsForm key={id} product={product} />
        </section>
      </div>
    </div>
  );
}
