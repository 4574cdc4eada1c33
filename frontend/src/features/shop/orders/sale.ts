// A seller's part of an order, the steps that lead on from its state, and how it is advanced.
import { useMutation } from 'urql';
import { graphql, type ResultOf } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { CreditNoteFields, InvoiceFields } from './invoice-button';
import { ReceiptLineFields } from './receipt-line';

export const SaleFields = graphql(
  `
    fragment SaleFields on Sale @_unmask {
      orderId
      number
      state
      placedAt
      version
      buyerId
      buyer {
        id
        handle
        displayName
      }
      invoice {
        ...InvoiceFields
      }
      creditNotes {
        id
        ...CreditNoteFields
      }
      lines {
        isShipped
        refundedQuantity
        ...ReceiptLineFields
      }
      total {
        amount
        currency
      }
      refunded {
        amount
        currency
      }
      shippingAddress {
        name
        street
        town
        region
        postcode
        country
      }
    }
  `,
  [ReceiptLineFields, InvoiceFields, CreditNoteFields],
);
const ADVANCE_SALE = graphql(`
  mutation AdvanceSale($input: AdvanceSaleInput!) {
    advanceSale(input: $input) {
      sale {
        orderId
        state
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

export type Sale = ResultOf<typeof SaleFields>;
type SoldLines = { state: Sale['state']; lines: { isShipped: boolean }[] };
export type SaleStep = 'PREPARING' | 'SHIPPED' | 'CONFIRMED' | 'DONE';

/** Return the steps that lead on from a sale's state, the likeliest first: a print is shipped, a walk is confirmed. */
export function listSteps({ state, lines }: SoldLines): readonly SaleStep[] {
  switch (state) {
    case 'WAITING':
      return lines.some(({ isShipped }) => isShipped) ? ['SHIPPED', 'PREPARING'] : ['CONFIRMED'];
    case 'PREPARING':
      return ['SHIPPED'];
    case 'SHIPPED':
    case 'CONFIRMED':
      return ['DONE'];
    case 'DONE':
      return [];
  }
}

/** Return a function that advances a sale, and resolves to why it could not, or null. */
export function useAdvanceSale(): (sale: Sale, to: SaleStep) => Promise<string | null> {
  const [, advance] = useMutation(ADVANCE_SALE);
  return async ({ orderId, version: expectedVersion }, to) => {
    const { data, error } = await advance({ input: { orderId, to, expectedVersion } });
    return describeWriteError(error, data?.advanceSale);
  };
}
