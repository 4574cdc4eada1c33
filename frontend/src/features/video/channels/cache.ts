// How the cache stores channels.
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { type CacheRules, getInput, invalidateFields, VIEWER } from '../../../shared/graphql/cache-rules';

export const channelsCache: CacheRules = {
  mutations: {
    deleteChannel: (_result, args, cache) => {
      cache.invalidate({ __typename: 'Channel', id: getInput(args).id ?? '' });
      invalidateFields(cache, VIEWER, 'channel', 'videos', 'streams', 'streamIngest');
    },
  },
  resolvers: { Channel: { videos: relayPagination() } },
};
