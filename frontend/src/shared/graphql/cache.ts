// The normalised cache: what its entities are called, how pages join, and what events and writes change in it.
import type { Exchange } from '@urql/core';
import { type Cache, cacheExchange, type DataFields, type StorageAdapter, type Variables } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { apply, type LiveEvent, Sequences, subjectOf } from './events';
import { writesOf } from './writes';

// prettier-ignore
const EMBEDDED = [
  'AiModel', 'Avatar', 'GeoBounds', 'MapCell', 'MapCells', 'CommentConnection', 'CommentCounts', 'CommentEdge', 'EventConnection', 'EventEdge', 'GeoPoint',
  'LikeConnection', 'LikeEdge', 'NearbyPinConnection', 'NearbyPinEdge', 'NotificationConnection', 'NotificationEdge',
  'PageInfo', 'PhotoColour', 'PhotoConnection', 'PhotoEdge', 'PhotoFailure', 'PhotoLabel', 'PhotoModeration', 'PhotoStep',
  'PhotoText', 'PhotoVariant', 'PinConnection', 'PinEdge', 'PostConnection', 'PostCounts', 'PostEdge', 'UserConnection',
  'UserCounts', 'UserEdge', 'CommentEvent', 'LikesEvent', 'PhotoProcessingEvent', 'NotificationEvent',
];

/** Make the cache; `onGap` is told whose events went missing before one that came live. */
export function cache(onGap: (subjectId: string) => void, storage?: StorageAdapter): Exchange {
  const { updates, optimistic } = writesOf();
  return cacheExchange({
    keys: { ...Object.fromEntries(EMBEDDED.map((name) => [name, () => null])), Viewer: () => 'me' },
    resolvers: {
      Query: { post: (_, { id }) => ({ __typename: 'Post', id: id as string }) },
      Post: { photos: relayPagination() },
      User: { posts: relayPagination() },
      Viewer: { posts: relayPagination(), photos: relayPagination() },
    },
    optimistic,
    ...(storage ? { storage } : {}),
    updates: { ...listening(onGap), Mutation: updates },
  });
}

/** What events change; those that were missed come the same way, handed to the subscription that missed them. */
function listening(onGap: (subjectId: string) => void) {
  const sequences = new Sequences();
  const heard = (field: string) => (result: DataFields, _: Variables, into: Cache) => {
    const event = result[field] as LiveEvent | null;
    const isMissing = event && !sequences.follows(event);
    apply(into, event, sequences);
    // Not now: nothing may be asked while the cache is being written.
    if (isMissing) queueMicrotask(() => onGap(subjectOf(event)));
  };
  return {
    Subscription: Object.fromEntries(
      ['onComment', 'onLikes', 'onPhotoProcessing', 'onNotification'].map((field) => [field, heard(field)]),
    ),
  };
}
