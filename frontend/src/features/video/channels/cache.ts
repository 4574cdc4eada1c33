// How the cache stores channels.
import { relayPagination } from '@urql/exchange-graphcache/extras';
import type { CacheRules } from '../../../shared/graphql/cache-rules';

export const channelsCache: CacheRules = {
  resolvers: { Channel: { videos: relayPagination() } },
};
