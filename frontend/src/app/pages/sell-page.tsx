// What the viewer sells: their products in every state.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useMessages as useOrderMessages } from '../../features/shop/orders/messages/use-messages';
import { useMessages } from '../../features/shop/selling/messages/use-messages';
import { OwnProductFields } from '../../features/shop/selling/own-product';
import { OwnProducts } from '../../features/shop/selling/own-products';
import { graphql } from '../../shared/graphql/graphql';
import { readListState } from '../../shared/graphql/list-state';
import { ListView } from '../../shared/ui/list-view';
import { ShowMore } from '../../shared/ui/show-more';
import { EmptyState, Loading } from '../../shared/ui/state';
import '../../features/shop/catalogue/product-card.css';
import '../../features/shop/selling/selling.css';

const OWN_PRODUCTS = graphql(
  `
    query OwnProducts($after: ID) {
      viewer {
        user {
          id
        }
        products(first: 50, after: $after) {
          edges {
            node {
              ...OwnProductFields
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
  `,
  [OwnProductFields],
);

export function SellPage() {
  const messages = useMessages();
  const orderMessages = useOrderMessages();
  const [after, setAfter] = useState<string | null>(null);
  const [result, refetch] = useQuery({
    query: OWN_PRODUCTS,
    variables: { after },
    requestPolicy: 'cache-and-network',
  });
  return (
    <div className="page">
      <title>{`${messages.yourProducts} · Waymark`}</title>
      <header className="sell-head">
        <h1 className="page-title">{messages.yourProducts}</h1>
        <p>
          <Link to="/sell/orders" className="button">
            {orderMessages.sales}
          </Link>
          <Link to="/sell/revenue" className="button">
            {messages.revenue}
          </Link>
          <Link to="/sell/new" className="button button-main">
            {messages.newProduct}
          </Link>
        </p>
      </header>
      <ListView
        list={readListState(result, result.data?.viewer?.products)}
        waiting={<Loading what={messages.loading} />}
        empty={
          <EmptyState title={messages.none}>
            <p>{messages.noneRemedy}</p>
          </EmptyState>
        }
        retry={() => refetch({ requestPolicy: 'network-only' })}
      >
        {(products, pageInfo) => (
          <>
            <OwnProducts products={products} />
            <ShowMore pageInfo={pageInfo} showNext={setAfter}>
              {messages.showMore}
            </ShowMore>
          </>
        )}
      </ListView>
    </div>
  );
}
