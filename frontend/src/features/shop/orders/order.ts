// An order as its pages show it, and what its buyer can change.
import { useMutation } from 'urql';
import { graphql, type ResultOf } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { CreditNoteFields, InvoiceFields } from './invoice-button';
import { ReceiptLineFields } from './receipt-line';

export const OrderFields = graphql(
  `
    fragment OrderFields on Order @_unmask {
      id
      number
      state
      placedAt
      expiresAt
      version
      lines {
        variantId
        refundedQuantity
        ...ReceiptLineFields
      }
      totals {
        items {
          amount
          currency
        }
        shipping {
          amount
          currency
        }
        tax {
          amount
          currency
        }
        total {
          amount
          currency
        }
        refunded {
          amount
          currency
        }
      }
      shippingAddress {
        name
        street
        town
        region
        postcode
        country
      }
      invoices {
        id
        ...InvoiceFields
      }
      creditNotes {
        id
        ...CreditNoteFields
      }
      parts {
        sellerId
        state
        seller {
          id
          handle
          displayName
        }
      }
    }
  `,
  [ReceiptLineFields, InvoiceFields, CreditNoteFields],
);

export type Order = ResultOf<typeof OrderFields>;

const CANCEL_ORDER = graphql(
  `
    mutation CancelOrder($input: CancelOrderInput!) {
      cancelOrder(input: $input) {
        order {
          ...OrderFields
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
  `,
  [OrderFields],
);

/** Return a function that cancels an order, and resolves to why it could not, or null. */
export function useCancelOrder(): (id: string) => Promise<string | null> {
  const [, cancel] = useMutation(CANCEL_ORDER);
  return async (id) => {
    const { data, error } = await cancel({ input: { id } });
    return describeWriteError(error, data?.cancelOrder);
  };
}
