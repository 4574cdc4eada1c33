// What following changes in the cache, and how people are stored.
import { gql } from '@urql/core';
import type { Cache, Variables } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import {
  type CacheRules,
  getInput,
  invalidateFields,
  type MutationRule,
  VIEWER,
} from '../../../shared/graphql/cache-rules';

const FOLLOWERS = gql`
  fragment FollowersOfUser on User {
    id
    counts {
      followers
    }
  }
`;

const invalidateFeed: MutationRule = (_result, _args, cache, { optimistic }) => {
  if (!optimistic) invalidateFields(cache, 'Query', 'feed');
};

export const usersCache: CacheRules = {
  keys: { Viewer: () => VIEWER.id },
  resolvers: { User: { posts: relayPagination() } },
  optimistic: {
    followUser: (args, cache) => predictFollow(args, cache, true),
    unfollowUser: (args, cache) => predictFollow(args, cache, false),
  },
  mutations: { followUser: invalidateFeed, unfollowUser: invalidateFeed },
};

function predictFollow(args: Variables, cache: Cache, viewerFollows: boolean) {
  const { userId: id = '' } = getInput(args);
  const known = cache.readFragment(FOLLOWERS, { __typename: 'User', id }) as { counts: { followers: number } } | null;
  const followers = Math.max(0, (known?.counts.followers ?? 0) + (viewerFollows ? 1 : -1));
  const user = { __typename: 'User', id, viewerFollows, counts: { __typename: 'UserCounts', followers } };
  return { __typename: viewerFollows ? 'FollowUserPayload' : 'UnfollowUserPayload', user, errors: [] };
}
