// How many of each variant are in the cart, for what is on every page: a person's from the API, a guest's from the browser.
import { useSyncExternalStore } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { useSession } from '../../../shared/session-context';
import { GuestCart, type GuestLine } from './guest-cart';

const QUANTITIES = graphql(`
  query CartQuantities {
    viewer {
      user {
        id
      }
      cart {
        version
        lines {
          variantId
          quantity
        }
      }
    }
  }
`);

export const guestCart = new GuestCart(localStorage);

/** Return how many of each variant are in the cart, by the variant's id; null until that is known. */
export function useCartQuantities(): ReadonlyMap<string, number> | null {
  const { viewerId } = useSession();
  const [{ data }] = useQuery({ query: QUANTITIES, pause: viewerId === null });
  const guestLines = useGuestLines();
  const lines = viewerId === null ? guestLines : data?.viewer?.cart?.lines;
  return lines ? new Map(lines.map(({ variantId, quantity }) => [variantId, quantity])) : null;
}

/** Return the lines of the guest's cart, also those that other tabs set. */
export function useGuestLines(): readonly GuestLine[] {
  return useSyncExternalStore(subscribeToGuestCart, guestCart.read);
}

function subscribeToGuestCart(listener: () => void): () => void {
  const unsubscribe = guestCart.subscribe(listener);
  addEventListener('storage', listener); // of other tabs
  return () => {
    unsubscribe();
    removeEventListener('storage', listener);
  };
}
