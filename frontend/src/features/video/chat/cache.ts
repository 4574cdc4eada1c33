// What the chat of livestreams changes in the cache: a deleted message is gone.
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { type CacheRules, getInput, invalidateFields, VIEWER } from '../../../shared/graphql/cache-rules';

export const chatCache: CacheRules = {
  keys: { ChatBan: () => null }, // read with the list that it is in
  resolvers: { Stream: { chatMessages: relayPagination() } },
  mutations: {
    createChatToken: () => undefined,
    deleteChatMessage: (_result, args, cache) =>
      cache.invalidate({ __typename: 'ChatMessage', id: getInput(args).messageId ?? '' }),
    banFromChat: (_result, _args, cache) => invalidateFields(cache, VIEWER, 'chatBans'),
    allowInChat: (_result, _args, cache) => invalidateFields(cache, VIEWER, 'chatBans'),
    setChatPace: () => undefined,
  },
};
