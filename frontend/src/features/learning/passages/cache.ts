// What search by meaning keeps in the cache: its answers, as part of the query.
import type { CacheRules } from '../../../shared/graphql/cache-rules';

export const passagesCache: CacheRules = {
  embedded: ['Passage', 'AnswerSentence', 'GroundedAnswer'],
};
