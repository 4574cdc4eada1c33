// Orders as they change, for their buyers and sellers.
import { graphql } from '../../../shared/graphql/graphql';

export const OrderEventFields = graphql(`
  fragment OrderEventFields on OrderEvent @_unmask {
    __typename
    id
    sequence
    userId
    orderId
    orderState
    partState
    version
  }
`);

export const ON_ORDER = graphql(
  `
    subscription OnOrder($userId: ID!) {
      onOrder(userId: $userId) {
        ...OrderEventFields
      }
    }
  `,
  [OrderEventFields],
);
