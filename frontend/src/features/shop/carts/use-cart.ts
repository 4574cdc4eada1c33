// The viewer's cart: a person's comes from the API, a guest's from the browser, with its products from the API.
import { useCallback, useEffect, useState } from 'react';
import { type CombinedError, useClient, useQuery } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { useSession } from '../../../shared/session-context';
import { type Money, sumByCurrency } from '../catalogue/money';
import {
  CartLineFields,
  type CartLine,
  CartProductFields,
  CartVariantFields,
  fillGuestLine,
  type Offer,
} from './cart-lines';
import { useGuestLines } from './cart-quantities';

const CART = graphql(
  `
    query Cart {
      viewer {
        user {
          id
        }
        cart {
          version
          lines {
            ...CartLineFields
          }
          totals {
            amount
            currency
          }
        }
      }
    }
  `,
  [CartLineFields],
);
const GUEST_OFFER = graphql(
  `
    query GuestOffer($id: ID!) {
      product(id: $id) {
        id
        ...CartProductFields
        variants {
          ...CartVariantFields
        }
      }
    }
  `,
  [CartProductFields, CartVariantFields],
);

interface CartState {
  /** Null until they are known. */
  lines: readonly CartLine[] | null;
  totals: readonly Money[];
  error: CombinedError | undefined;
  reload: () => void;
}

/** Return the cart with present prices; it is read again when somebody comes back to the page. */
export function useCart(): CartState {
  const { viewerId } = useSession();
  const own = useOwnCart(viewerId === null);
  const guests = useFilledGuestCart(viewerId !== null);
  const cart = viewerId === null ? guests : own;
  const { reload } = cart;
  useEffect(() => {
    addEventListener('focus', reload);
    return () => removeEventListener('focus', reload);
  }, [reload]);
  return cart;
}

function useOwnCart(isPaused: boolean): CartState {
  const [{ data, error }, refetch] = useQuery({ query: CART, pause: isPaused, requestPolicy: 'cache-and-network' });
  const reload = useCallback(() => refetch({ requestPolicy: 'network-only' }), [refetch]);
  const cart = data?.viewer?.cart;
  return { lines: cart?.lines ?? null, totals: cart?.totals ?? [], error, reload };
}

/** Read the products of a guest's lines, each once. */
function useFilledGuestCart(isPaused: boolean): CartState {
  const client = useClient();
  const guestLines = useGuestLines();
  const [offers, setOffers] = useState<ReadonlyMap<string, Offer | null>>(new Map());
  const [error, setError] = useState<CombinedError>();
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  const productIds = [...new Set(guestLines.map(({ productId }) => productId))].join();

  useEffect(() => {
    if (isPaused) return;
    let isCurrent = true;
    const readOffer = (id: string) => client.query(GUEST_OFFER, { id }, { requestPolicy: 'network-only' }).toPromise();
    void Promise.all(productIds.split(',').filter(Boolean).map(readOffer)).then((results) => {
      if (!isCurrent) return;
      setError(results.find(({ error }) => error?.networkError)?.error);
      const answers = results.filter(({ error }) => !error?.networkError);
      setOffers(
        (before) =>
          new Map([
            ...before,
            ...answers.map(({ operation, data }) => [operation.variables.id, data?.product ?? null] as const),
          ]),
      );
    });
    return () => {
      isCurrent = false;
    };
  }, [client, isPaused, productIds, round]);

  // Without a network a guest still sees what they chose, at the prices that they saw.
  const isKnown = error !== undefined || guestLines.every(({ productId }) => offers.has(productId));
  const lines = isKnown ? guestLines.map((line) => fillGuestLine(line, offers.get(line.productId))) : null;
  return { lines, totals: sumByCurrency(lines?.flatMap(({ total }) => total ?? []) ?? []), error, reload };
}
