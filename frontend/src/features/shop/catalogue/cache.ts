// What selling changes in the cache: the lists that a product is in.
import {
  type CacheRules,
  invalidateFields,
  type MutationRule,
  resolveById,
  VIEWER,
} from '../../../shared/graphql/cache-rules';

const invalidateLists: MutationRule = (_result, _args, cache) => {
  invalidateFields(cache, VIEWER, 'products');
  invalidateFields(cache, 'Query', 'products');
};

export const catalogueCache: CacheRules = {
  subjects: { product: { typename: 'Product', counts: 'ProductCounts' } },
  resolvers: {
    Query: { product: resolveById('Product') },
  },
  mutations: {
    createProduct: invalidateLists,
    publishProduct: invalidateLists,
    retireProduct: invalidateLists,
  },
};
