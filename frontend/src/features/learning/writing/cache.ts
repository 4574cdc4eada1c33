// What feedback on writing changes in the cache: the steps of an evaluation, the list of them, and the quota.
import { gql } from '@urql/core';
import { type CacheRules, defineEventRule, invalidateFields, VIEWER } from '../../../shared/graphql/cache-rules';
import { EvaluationEventFields } from './events';

const STEPS = gql`
  fragment StepsOfEvaluation on Evaluation {
    id
    steps {
      name
      status
      percent
    }
  }
`;

export const writingCache: CacheRules = {
  mutations: {
    evaluateWriting: (_result, _args, cache) => {
      invalidateFields(cache, 'Query', 'evaluations');
      invalidateFields(cache, VIEWER, 'learning');
    },
  },
  events: {
    onEvaluation: defineEventRule({
      fragment: EvaluationEventFields,
      getSubjectId: ({ userId }) => userId,
      apply: (cache, { evaluationId, evaluationStep, status, percent, evaluationState }, { isNewest }) => {
        const evaluation = { __typename: 'Evaluation', id: evaluationId };
        const isOver = evaluationState === 'DONE' || evaluationState === 'FAILED';
        const isRead = evaluationStep === 'READ' && status === 'DONE';
        // What was found is in no event: it is read once there is something to read.
        if (isOver || isRead) cache.invalidate(evaluation);
        if (isOver || isRead || !isNewest(`${evaluationId} ${evaluationStep}`)) return;
        const current = cache.readFragment(STEPS, evaluation) as { steps: { name: string }[] } | null;
        const steps = current?.steps.map((step) =>
          step.name === evaluationStep ? { ...step, status, percent } : step,
        );
        if (steps) cache.writeFragment(STEPS, { ...evaluation, steps });
      },
    }),
  },
};
