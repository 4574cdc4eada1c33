// What photos change in the cache: their place in an article, and their steps as they are processed.
import { gql } from '@urql/core';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { type CacheRules, defineEventRule, getInput, invalidateFields } from '../../../shared/graphql/cache-rules';
import { PhotoEventFields } from './events';

const STEPS = gql`
  fragment StepsOfPhoto on Photo {
    id
    steps {
      name
      status
      at
      attempt
    }
  }
`;
const PROGRESS = gql`
  fragment ProgressOfPhoto on Photo {
    id
    state
    attempt
  }
`;
/** What events do not carry: it is read once there is something to read. */
const NOT_IN_EVENTS = [
  'variants',
  'labels',
  'failure',
  'thumbhash',
  'width',
  'height',
  'suggestedAltText',
  'suggestedPin',
];

const postOf = (id = '') => ({ __typename: 'Post', id });

export const photosCache: CacheRules = {
  resolvers: { Post: { photos: relayPagination() }, Viewer: { photos: relayPagination() } },
  mutations: {
    createUpload: (_result, args, cache) =>
      invalidateFields(cache, postOf(getInput(args).postId), 'photos', 'counts', 'cover'),
    reorderPhotos: (_result, args, cache) => invalidateFields(cache, postOf(getInput(args).postId), 'photos', 'cover'),
    deletePhoto: (_result, args, cache) => cache.invalidate({ __typename: 'Photo', id: getInput(args).id ?? '' }),
  },
  events: {
    onPhotoProcessing: defineEventRule({
      fragment: PhotoEventFields,
      getSubjectId: ({ postId }) => postId,
      apply: (cache, { at, attempt, status, ...event }, { isNewest }) => {
        const isNewestOfPhoto = isNewest(event.photoId);
        if (!isNewest(`${event.photoId} ${event.step}`)) return;
        const photo = { __typename: 'Photo', id: event.photoId };
        const known = cache.readFragment(STEPS, photo) as { steps: { name: string }[] } | null;
        if (!known) {
          invalidateFields(cache, postOf(event.postId), 'photos', 'cover', 'counts');
          return;
        }
        const steps = known.steps.map((step) => (step.name === event.step ? { ...step, status, at, attempt } : step));
        cache.writeFragment(STEPS, { ...photo, steps });
        if (isNewestOfPhoto) cache.writeFragment(PROGRESS, { ...photo, state: event.photoState, attempt });
        if (event.photoState !== 'PROCESSING' || status === 'DONE') invalidateFields(cache, photo, ...NOT_IN_EVENTS);
      },
    }),
  },
};
