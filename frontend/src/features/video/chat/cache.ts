// What the chat of livestreams changes in the cache: a deleted message is gone.
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { type CacheRules, getInput } from '../../../shared/graphql/cache-rules';

export const chatCache: CacheRules = {
  resolvers: { Stream: { chatMessages: relayPagination() } },
  mutations: {
    createChatToken: () => undefined,
    deleteChatMessage: (_result, args, cache) =>
      cache.invalidate({ __typename: 'ChatMessage', id: getInput(args).messageId ?? '' }),
    banFromChat: () => undefined,
    allowInChat: () => undefined,
    setChatPace: () => undefined,
  },
};
