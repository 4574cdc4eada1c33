// Changes of the cart: sent to the API for a person, kept in the browser for a guest.
import { useMutation } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { useSession } from '../../../shared/session-context';
import type { GuestLine } from './guest-cart';
import { useMessages } from './messages/use-messages';
import { guestCart } from './cart-quantities';

const SET_LINE = graphql(`
  mutation SetCartLine($input: SetCartLineInput!) {
    setCartLine(input: $input) {
      errors {
        code
        message
        ... on RateLimited {
          retryAt
        }
      }
    }
  }
`);
const CLEAR = graphql(`
  mutation ClearCart {
    clearCart {
      errors {
        code
        message
        ... on RateLimited {
          retryAt
        }
      }
    }
  }
`);
/** Return a function that sets a line, with zero removes it, and resolves to why it could not, or null. */
export function useSetCartLine(): (line: GuestLine) => Promise<string | null> {
  const messages = useMessages();
  const { viewerId } = useSession();
  const [, setLine] = useMutation(SET_LINE);
  return async (line) => {
    const { variantId, quantity } = line;
    if (viewerId !== null) {
      const { data, error } = await setLine({ input: { variantId, quantity } });
      return describeWriteError(error, data?.setCartLine);
    }
    if (quantity > 0) return guestCart.setLine(line) ? null : messages.tooManyLines;
    guestCart.removeLine(variantId);
    return null;
  };
}

export function useClearCart(): () => Promise<string | null> {
  const { viewerId } = useSession();
  const [, clear] = useMutation(CLEAR);
  return async () => {
    if (viewerId === null) {
      guestCart.clear();
      return null;
    }
    const { data, error } = await clear({});
    return describeWriteError(error, data?.clearCart);
  };
}
