// What reading aloud changes in the cache: the list of readings and the quota. Live events have rules in ../writing.
import { type CacheRules, invalidateFields, VIEWER } from '../../../shared/graphql/cache-rules';

export const speakingCache: CacheRules = {
  mutations: {
    evaluateSpeaking: (_result, _args, cache) => {
      invalidateFields(cache, 'Query', 'evaluations');
      invalidateFields(cache, VIEWER, 'learning');
    },
    deleteEvaluation: (_result, _args, cache) => invalidateFields(cache, 'Query', 'evaluations'),
  },
};
