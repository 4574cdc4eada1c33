// How the cache stores livestreams, and what their events change; pages of owners read again what they changed.
import { gql } from '@urql/core';
import {
  type CacheRules,
  defineEventRule,
  getInput,
  invalidateFields,
  resolveById,
  VIEWER,
} from '../../../shared/graphql/cache-rules';
import { StreamEventFields } from './events';

const PROGRESS = gql`
  fragment ProgressOfStream on Stream {
    id
    state
    health
    viewers
    startedAt
    endedAt
  }
`;

/** The lists that a livestream is in by its state, its time and its audience. */
const LISTS = ['liveStreams', 'upcomingStreams', 'replays'];

export const streamsCache: CacheRules = {
  subjects: { stream: { typename: 'Stream', counts: 'StreamCounts' } },
  resolvers: {
    Query: { stream: resolveById('Stream') },
  },
  mutations: {
    createStream: (_result, _args, cache) => {
      invalidateFields(cache, VIEWER, 'streams');
      invalidateFields(cache, 'Query', 'upcomingStreams');
    },
    updateStream: (_result, _args, cache) => invalidateFields(cache, 'Query', ...LISTS),
    startStream: (_result, _args, cache) => invalidateFields(cache, 'Query', ...LISTS),
    endStream: (_result, _args, cache) => invalidateFields(cache, 'Query', ...LISTS),
    deleteStream: (_result, args, cache) => cache.invalidate({ __typename: 'Stream', id: getInput(args).id ?? '' }),
  },
  events: {
    onStream: defineEventRule({
      fragment: StreamEventFields,
      getSubjectId: ({ streamId }) => streamId,
      apply: (cache, { streamId, state, health, viewers, startedAt, endedAt, replaySeconds }, { isNewestOfTopic }) => {
        const stream = { __typename: 'Stream', id: streamId };
        if (!isNewestOfTopic) return;
        // What events do not carry is read again where the state changes.
        if (cache.resolve(stream, 'state') !== state) {
          invalidateFields(cache, stream, 'playbackUrl', 'sessions', 'failure');
        }
        if (cache.resolve(stream, 'health') !== health) invalidateFields(cache, stream, 'sessions');
        // Also where moderation takes a replay back.
        if (replaySeconds !== null || state === 'ENDED') invalidateFields(cache, stream, 'replay');
        cache.writeFragment(PROGRESS, { ...stream, state, health, viewers, startedAt, endedAt });
      },
    }),
  },
};
