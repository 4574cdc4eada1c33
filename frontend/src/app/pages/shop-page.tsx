// Everything that is for sale, newest first, or of one kind.
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useMessages } from '../../features/shop/catalogue/messages/use-messages';
import { ProductCardFields } from '../../features/shop/catalogue/product-card';
import { ProductList } from '../../features/shop/catalogue/product-list';
import { KINDS, type Kind } from '../../features/shop/catalogue/shop-address';
import { graphql } from '../../shared/graphql/graphql';
import { EmptyState } from '../../shared/ui/state';
import './home-page.css';

const PRODUCTS = graphql(
  `
    query Products($type: ProductType, $after: ID) {
      products(type: $type, first: 24, after: $after) {
        edges {
          node {
            id
            ...ProductCardFields
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `,
  [ProductCardFields],
);
const route = getRouteApi('/shell/shop');

export function ShopPage() {
  const messages = useMessages();
  const { kind } = route.useSearch();
  return (
    <div className="page">
      <title>{`${messages.shop} · Waymark`}</title>
      <header className="feed-head">
        <h1>{messages.shop}</h1>
        <nav aria-label={messages.kinds}>
          {[undefined, ...KINDS].map((each) => (
            <Link
              key={each ?? 'ALL'}
              to="/shop"
              search={{ kind: each }}
              aria-current={each === kind ? 'page' : undefined}
              activeOptions={{ exact: true, includeSearch: true, explicitUndefined: true }}
            >
              {each ? messages[`${each}S`] : messages.ALL}
            </Link>
          ))}
        </nav>
        <Link to="/sell" className="button">
          {messages.sell}
        </Link>
      </header>
      <Products key={kind} kind={kind} />
    </div>
  );
}

function Products({ kind }: { kind: Kind | undefined }) {
  const messages = useMessages();
  const [after, setAfter] = useState<string | null>(null);
  const variables = { type: kind ?? null, after };
  const [result, refetch] = useQuery({ query: PRODUCTS, variables, requestPolicy: 'cache-and-network' });
  return (
    <ProductList
      result={result}
      products={result.data?.products}
      empty={
        <EmptyState title={messages.empty}>
          <p>{messages.emptyRemedy}</p>
        </EmptyState>
      }
      retry={() => refetch({ requestPolicy: 'network-only' })}
      showNext={setAfter}
    />
  );
}
