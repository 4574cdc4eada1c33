// What pins change in the cache, and how the map's answers are stored.
import { type CacheRules, getInput, invalidateFields } from '../../../shared/graphql/cache-rules';

export const mapCache: CacheRules = {
  keys: { MapCell: () => null }, // its id is a tile's, the same for different filters
  mutations: {
    addPin: (_result, args, cache, _info, subjects) => {
      const { subjectId = '' } = getInput(args);
      const subject = subjects(subjectId);
      if (subject) invalidateFields(cache, { __typename: subject.typename, id: subjectId }, 'pins', 'counts');
    },
    removePin: (_result, args, cache) => cache.invalidate({ __typename: 'Pin', id: getInput(args).id ?? '' }),
  },
};
