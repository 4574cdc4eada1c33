// What is read of a line of an order or a sale, so that it can be shown with its taxes.
import { graphql, type ResultOf } from '../../../shared/graphql/graphql';

export const ReceiptLineFields = graphql(`
  fragment ReceiptLineFields on OrderLine @_unmask {
    line
    productId
    title
    startsAt
    zone
    quantity
    unitPrice {
      amount
      currency
    }
    net {
      amount
      currency
    }
    taxRate
    tax {
      amount
      currency
    }
    total {
      amount
      currency
    }
  }
`);

export type ReceiptLineData = Omit<ResultOf<typeof ReceiptLineFields>, 'line'>;
