// What writing an article changes in the cache: the lists that it is in.
import { relayPagination } from '@urql/exchange-graphcache/extras';
import {
  type CacheRules,
  getInput,
  invalidateFields,
  type MutationRule,
  resolveById,
  VIEWER,
} from '../../../shared/graphql/cache-rules';

const invalidateLists: MutationRule = (_result, _args, cache) => {
  invalidateFields(cache, VIEWER, 'posts', 'drafts');
  invalidateFields(cache, 'Query', 'feed', 'pinsIn');
};

export const postsCache: CacheRules = {
  subjects: { post: { typename: 'Post', counts: 'PostCounts' } },
  resolvers: {
    Query: { post: resolveById('Post') },
    Viewer: { posts: relayPagination() },
  },
  mutations: {
    createPost: invalidateLists,
    publishPost: invalidateLists,
    unpublishPost: invalidateLists,
    deletePost: (result, args, cache, info, subjects) => {
      invalidateLists(result, args, cache, info, subjects);
      cache.invalidate({ __typename: 'Post', id: getInput(args).id ?? '' });
    },
  },
};
