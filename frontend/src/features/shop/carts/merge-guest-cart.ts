// Takes what a guest chose into the cart of the person who signs in.
import { useEffect, useRef } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { useSession } from '../../../shared/session-context';
import { notify } from '../../../shared/ui/notices';
import { guestCart } from './cart-quantities';
import { useMessages } from './messages/use-messages';

const MERGE = graphql(`
  mutation MergeCart($input: MergeCartInput!) {
    mergeCart(input: $input) {
      cart {
        version
        lines {
          variantId
        }
      }
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

/** After sign-in, add what the guest chose to the person's cart; until that succeeded it stays in the browser. */
export function useMergeGuestCart(): void {
  const messages = useMessages();
  const { viewerId } = useSession();
  const [, merge] = useMutation(MERGE);
  const mergedFor = useRef<string | null>(null); // effects run twice while developing
  useEffect(() => {
    const guestLines = guestCart.read();
    if (viewerId === null || guestLines.length === 0 || mergedFor.current === viewerId) return;
    mergedFor.current = viewerId;
    const lines = guestLines.map(({ variantId, quantity }) => ({ variantId, quantity }));
    void merge({ input: { lines } }).then(({ data, error }) => {
      const problem = describeWriteError(error, data?.mergeCart);
      if (problem) {
        notify(messages.couldNotSave({ why: problem }));
        return;
      }
      guestCart.clear();
      const saved = new Set(data?.mergeCart?.cart?.lines.map(({ variantId }) => variantId));
      notify(lines.every(({ variantId }) => saved.has(variantId)) ? messages.merged : messages.someLeftOut);
    });
  }, [viewerId, merge, messages]);
}
