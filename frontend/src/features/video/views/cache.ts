// What a view changes in the cache: the number of views, wherever it is shown.
import { gql } from '@urql/core';
import type { CacheRules, SubjectType } from '../../../shared/graphql/cache-rules';

export const viewsCache: CacheRules = {
  mutations: {
    recordView: (result, _args, cache, _info, subjects) => {
      const answer = result.recordView as { subjectId: string | null; views: number | null } | null;
      if (!answer?.subjectId || answer.views === null) return;
      const subject = subjects(answer.subjectId);
      if (!subject) return;
      const counts = { __typename: subject.counts, views: answer.views };
      cache.writeFragment(viewsOf(subject), { __typename: subject.typename, id: answer.subjectId, counts });
    },
  },
};

const viewsOf = ({ typename }: SubjectType) =>
  gql(`fragment ViewsOf${typename} on ${typename} { id counts { views } }`);
