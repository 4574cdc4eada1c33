// The viewer's orders, newest first.
import { Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { useMessages } from '../../features/shop/orders/messages/use-messages';
import { OrderFields } from '../../features/shop/orders/order';
import { OrderRows } from '../../features/shop/orders/order-rows';
import { useOrderEvents } from '../../features/shop/orders/use-order-events';
import { graphql } from '../../shared/graphql/graphql';
import { readListState } from '../../shared/graphql/list-state';
import { ListView } from '../../shared/ui/list-view';
import { ShowMore } from '../../shared/ui/show-more';
import { type ShownPage, useShownPages } from '../../shared/ui/shown-pages';
import { EmptyState, Loading } from '../../shared/ui/state';

const ORDERS = graphql(
  `
    query Orders($after: ID) {
      viewer {
        user {
          id
        }
        orders(first: 20, after: $after) {
          edges {
            node {
              ...OrderFields
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
  [OrderFields],
);

export function OrdersPage() {
  const messages = useMessages();
  const { pages } = useShownPages();
  return (
    <div className="page">
      <title>{`${messages.yourOrders} · Waymark`}</title>
      <h1 className="page-title">{messages.yourOrders}</h1>
      {pages.map((page) => (
        <OrdersOfPage key={page.after} {...page} />
      ))}
    </div>
  );
}

function OrdersOfPage({ after, showNext }: ShownPage) {
  const messages = useMessages();
  const [result, refetch] = useQuery({ query: ORDERS, variables: { after }, requestPolicy: 'cache-and-network' });
  const reload = () => refetch({ requestPolicy: 'network-only' });
  useOrderEvents(reload);
  return (
    <ListView
      list={readListState(result, result.data?.viewer?.orders)}
      waiting={<Loading what={messages.loading} />}
      empty={
        after === null ? (
          <EmptyState title={messages.none}>
            <p>{messages.noneRemedy}</p>
            <Link to="/shop" className="button button-main">
              {messages.browse}
            </Link>
          </EmptyState>
        ) : null
      }
      retry={reload}
    >
      {(orders, pageInfo) => (
        <>
          <OrderRows orders={orders} />
          <ShowMore pageInfo={pageInfo} showNext={showNext}>
            {messages.showOlder}
          </ShowMore>
        </>
      )}
    </ListView>
  );
}
