// What listening to articles changes in the cache: whether there is an audio version, and how far it is.
import { gql } from '@urql/core';
import { type CacheRules, defineEventRule, invalidateFields } from '../../../shared/graphql/cache-rules';
import { AudioVersionEventFields } from './events';

const PROGRESS = gql`
  fragment ProgressOfAudio on AudioVersion {
    id
    state
    percent
  }
`;

export const narrationsCache: CacheRules = {
  mutations: {
    createAudioVersion: (_result, _args, cache) => invalidateFields(cache, 'Query', 'audioVersion'),
  },
  events: {
    onAudioVersion: defineEventRule({
      fragment: AudioVersionEventFields,
      getSubjectId: ({ subjectId }) => subjectId,
      apply: (cache, { subjectId, audioState, audioPercent }, { isNewestOfTopic }) => {
        const audio = { __typename: 'AudioVersion', id: subjectId };
        if (!isNewestOfTopic) return;
        // Its address and its paragraphs are in no event: they are read once it has ended.
        if (audioState === 'READY' || audioState === 'FAILED') cache.invalidate(audio);
        else cache.writeFragment(PROGRESS, { ...audio, state: audioState, percent: audioPercent });
      },
    }),
  },
};
