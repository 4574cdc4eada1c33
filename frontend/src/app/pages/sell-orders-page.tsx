// What others ordered of the viewer and paid, newest first: all, or in one state.
import { getRouteApi, Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { useMessages } from '../../features/shop/orders/messages/use-messages';
import { SaleFields } from '../../features/shop/orders/sale';
import { SALE_STATES, type SaleState } from '../../features/shop/catalogue/shop-address';
import { SaleCard } from '../../features/shop/orders/sale-card';
import { useOrderEvents } from '../../features/shop/orders/use-order-events';
import { graphql } from '../../shared/graphql/graphql';
import { readListState } from '../../shared/graphql/list-state';
import { ListView } from '../../shared/ui/list-view';
import { ShowMore } from '../../shared/ui/show-more';
import { type ShownPage, useShownPages } from '../../shared/ui/shown-pages';
import { EmptyState, Loading } from '../../shared/ui/state';
import './home-page.css';

const SALES = graphql(
  `
    query Sales($state: PartState, $after: ID) {
      viewer {
        user {
          id
        }
        sales(state: $state, first: 20, after: $after) {
          edges {
            node {
              ...SaleFields
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
  [SaleFields],
);
const route = getRouteApi('/shell/sell/orders');

export function SellOrdersPage() {
  const messages = useMessages();
  const { state } = route.useSearch();
  return (
    <div className="page">
      <title>{`${messages.sales} · Waymark`}</title>
      <header className="feed-head">
        <h1>{messages.sales}</h1>
        <nav aria-label={messages.salesFilter} className="sales-states">
          {[undefined, ...SALE_STATES].map((each) => (
            <Link
              key={each ?? 'ALL'}
              to="/sell/orders"
              search={{ state: each }}
              aria-current={each === state ? 'page' : undefined}
              activeOptions={{ exact: true, includeSearch: true, explicitUndefined: true }}
            >
              {each ? messages[each] : messages.allSales}
            </Link>
          ))}
        </nav>
        <Link to="/sell" className="button">
          {messages.yourProducts}
        </Link>
      </header>
      <SalePages key={state} state={state} />
    </div>
  );
}

function SalePages({ state }: { state: SaleState | undefined }) {
  const { pages } = useShownPages();
  return pages.map((page) => <SalesOfPage key={page.after} state={state} {...page} />);
}

interface Props extends ShownPage {
  state: SaleState | undefined;
}

function SalesOfPage({ state, after, showNext }: Props) {
  const messages = useMessages();
  const variables = { state: state ?? null, after };
  const [result, refetch] = useQuery({ query: SALES, variables, requestPolicy: 'cache-and-network' });
  const reload = () => refetch({ requestPolicy: 'network-only' });
  useOrderEvents(reload);
  return (
    <ListView
      list={readListState(result, result.data?.viewer?.sales)}
      waiting={<Loading what={messages.loadingSales} />}
      empty={
        after === null ? (
          <EmptyState title={messages.noSales}>
            <p>{messages.noSalesRemedy}</p>
          </EmptyState>
        ) : null
      }
      retry={reload}
    >
      {(sales, pageInfo) => (
        <>
          <ul className="sales">
            {sales.map((sale) => (
              <SaleCard key={sale.orderId} sale={sale} reload={reload} />
            ))}
          </ul>
          <ShowMore pageInfo={pageInfo} showNext={showNext}>
            {messages.showOlder}
          </ShowMore>
        </>
      )}
    </ListView>
  );
}
