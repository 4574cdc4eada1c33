// The cart is stored inside the viewer, and each of its mutations answers it whole.
import { type CacheRules, type MutationRule, VIEWER } from '../../../shared/graphql/cache-rules';

const invalidateCart: MutationRule = (_result, _args, cache) => {
  cache.invalidate(VIEWER, 'cart');
};

export const cartsCache: CacheRules = {
  mutations: { setCartLine: invalidateCart, mergeCart: invalidateCart, clearCart: invalidateCart },
};
