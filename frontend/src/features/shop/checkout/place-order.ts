// Places an order, and tells what keeps its lines from being ordered.
import { useMutation } from 'urql';
import { graphql, type VariablesOf } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import type { CartLine } from '../carts/cart-lines';

const PLACE_ORDER = graphql(`
  mutation PlaceOrder($input: PlaceOrderInput!) {
    placeOrder(input: $input) {
      order {
        id
        state
      }
      errors {
        __typename
        code
        message
        ... on RateLimited {
          retryAt
        }
        ... on InsufficientStock {
          variantId
          available
        }
        ... on PriceChanged {
          variantId
        }
        ... on NotForSale {
          variantId
        }
      }
    }
  }
`);

export type OrderInput = Omit<VariablesOf<typeof PLACE_ORDER>['input'], 'idempotencyKey'>;

/** Why a variant was not ordered; `available` says how many are left where there are too few. */
export interface LineRefusal {
  variantId: string;
  problem: NonNullable<CartLine['problem']>;
  available?: number;
}

interface Placed {
  /** The order, also one that ended before its answer arrived. */
  order: { id: string; state: 'PENDING' | 'PAID' | 'EXPIRED' | 'CANCELLED' } | null;
  refusals: readonly LineRefusal[];
  /** Why nothing was ordered, if it is not for a line. */
  problem: string | null;
}

export function usePlaceOrder(): (input: OrderInput, idempotencyKey: string) => Promise<Placed> {
  const [, place] = useMutation(PLACE_ORDER);
  return async (input, idempotencyKey) => {
    const { data, error } = await place({ input: { ...input, idempotencyKey } });
    const payload = data?.placeOrder;
    const refusals = (payload?.errors ?? []).flatMap((each): LineRefusal[] => {
      switch (each.__typename) {
        case 'InsufficientStock':
          return [
            {
              variantId: each.variantId,
              problem: each.available > 0 ? 'NOT_ENOUGH' : 'SOLD_OUT',
              available: each.available,
            },
          ];
        case 'PriceChanged':
          return [{ variantId: each.variantId, problem: 'PRICE_CHANGED' }];
        case 'NotForSale':
          return [{ variantId: each.variantId, problem: 'NOT_FOR_SALE' }];
        default:
          return [];
      }
    });
    const problem = refusals.length > 0 ? null : describeWriteError(error, payload);
    return { order: payload?.order ?? null, refusals, problem };
  };
}
