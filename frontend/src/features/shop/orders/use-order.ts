// An order that is live while somebody looks at it.
import { useCallback, useEffect } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { type Order, OrderFields } from './order';
import { hasGoneToPay } from './pay-button';
import { useOrderEvents } from './use-order-events';

const ORDER = graphql(
  `
    query Order($id: ID!) {
      order(id: $id) {
        ...OrderFields
      }
    }
  `,
  [OrderFields],
);
const READ_AGAIN_MS = 30_000;

/** Return the order and its query; null where there is no such order. */
export function useOrder(id: string) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: ORDER,
    variables: { id },
    requestPolicy: 'cache-and-network',
  });
  const reload = useCallback(() => refetch({ requestPolicy: 'network-only' }), [refetch]);
  useOrderEvents(reload);
  useReadAgain(reload, data?.order ? awaitsMoney(data.order) : false);
  return { order: data?.order, error, fetching, reload };
}

/** Whether a payment is under way, or one that came late is taken or given back. */
function awaitsMoney({ id, state, totals }: Order): boolean {
  return state === 'PENDING' || (state !== 'PAID' && hasGoneToPay(id) && totals.refunded.amount === 0);
}

/** Read again when somebody comes back to the page, and now and then while it waits: an event that is lost keeps nobody waiting for it. */
function useReadAgain(read: () => void, isWaiting: boolean): void {
  useEffect(() => {
    const readIfSeen = () => {
      if (document.visibilityState === 'visible' && navigator.onLine) read();
    };
    const timer = isWaiting ? setInterval(readIfSeen, READ_AGAIN_MS) : undefined;
    document.addEventListener('visibilitychange', readIfSeen);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', readIfSeen);
    };
  }, [read, isWaiting]);
}
