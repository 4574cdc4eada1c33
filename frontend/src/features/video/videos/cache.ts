// What videos change in the cache: the lists that one is in, and its steps as it is processed.
import { gql } from '@urql/core';
import type { Cache } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import {
  type CacheRules,
  defineEventRule,
  getInput,
  invalidateFields,
  type MutationRule,
  resolveById,
  VIEWER,
} from '../../../shared/graphql/cache-rules';
import { VideoEventFields } from './events';

const STEPS = gql`
  fragment StepsOfVideo on Video {
    id
    steps {
      name
      status
      at
      attempt
      percent
      secondsLeft
    }
  }
`;
const PROGRESS = gql`
  fragment ProgressOfVideo on Video {
    id
    state
    attempt
  }
`;
const PLAYBACK = gql`
  fragment PlaybackOfVideo on Video {
    id
    playback {
      manifest
    }
  }
`;
/** What events do not carry: it is read once there is something to read. */
const NOT_IN_EVENTS = [
  'playback',
  'captions',
  'posterUrl',
  'width',
  'height',
  'duration',
  'failure',
  'upload',
  'publishedAt',
];

const invalidateLists: MutationRule = (_result, _args, cache) => {
  invalidateFields(cache, VIEWER, 'videos');
  invalidateFields(cache, 'Query', 'videos');
};

function canPlay(cache: Cache, video: { __typename: string; id: string }): boolean {
  const known = cache.readFragment(PLAYBACK, video) as { playback: object | null } | null;
  return Boolean(known?.playback);
}

export const videosCache: CacheRules = {
  subjects: { video: { typename: 'Video', counts: 'VideoCounts' } },
  resolvers: {
    Query: { video: resolveById('Video'), videos: relayPagination() },
    Viewer: { videos: relayPagination() },
    User: { videos: relayPagination() },
  },
  mutations: {
    createVideoUpload: invalidateLists,
    publishVideo: invalidateLists,
    unpublishVideo: invalidateLists,
    deleteVideo: (_result, args, cache) => cache.invalidate({ __typename: 'Video', id: getInput(args).id ?? '' }),
  },
  events: {
    onVideoProcessing: defineEventRule({
      fragment: VideoEventFields,
      getSubjectId: ({ videoId }) => videoId,
      apply: (cache, { at, attempt, status, percent, secondsLeft, ...event }, { isNewest }) => {
        const isNewestOfVideo = isNewest(event.videoId);
        if (!isNewest(`${event.videoId} ${event.videoStep}`)) return;
        const video = { __typename: 'Video', id: event.videoId };
        const known = cache.readFragment(STEPS, video) as { steps: { name: string }[] } | null;
        if (!known) return;
        const changed = { status, at, attempt, percent, secondsLeft };
        const steps = known.steps.map((step) => (step.name === event.videoStep ? { ...step, ...changed } : step));
        cache.writeFragment(STEPS, { ...video, steps });
        if (isNewestOfVideo) cache.writeFragment(PROGRESS, { ...video, state: event.videoState, attempt });
        if (event.isPlayable && !canPlay(cache, video)) invalidateFields(cache, video, 'playback');
        if (event.videoState !== 'PROCESSING' || status === 'DONE') invalidateFields(cache, video, ...NOT_IN_EVENTS);
      },
    }),
  },
};
