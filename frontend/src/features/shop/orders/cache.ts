// Orders are entities of their own; lines, totals and addresses are stored inside them, sales inside their page.
import {
  type CacheRules,
  defineEventRule,
  invalidateFields,
  type MutationRule,
  VIEWER,
} from '../../../shared/graphql/cache-rules';
import { OrderEventFields } from './events';

const invalidateOrders: MutationRule = (_result, _args, cache) => {
  invalidateFields(cache, VIEWER, 'orders');
};

const invalidateSales: MutationRule = (_result, _args, cache) => {
  invalidateFields(cache, VIEWER, 'sales');
};

export const ordersCache: CacheRules = {
  mutations: {
    placeOrder: invalidateOrders,
    cancelOrder: invalidateOrders,
    advanceSale: invalidateSales,
    refundSale: invalidateSales,
  },
  events: {
    onOrder: defineEventRule({
      fragment: OrderEventFields,
      getSubjectId: ({ userId }) => userId,
      apply: (cache, { orderId, partState }, { isNewest }) => {
        if (!isNewest(orderId)) return;
        if (partState) invalidateFields(cache, VIEWER, 'sales');
        else cache.invalidate({ __typename: 'Order', id: orderId });
      },
    }),
  },
};
