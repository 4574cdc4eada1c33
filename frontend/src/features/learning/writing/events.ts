// Evaluations as they are read.
import { graphql } from '../../../shared/graphql/graphql';

export const EvaluationEventFields = graphql(`
  fragment EvaluationEventFields on EvaluationEvent @_unmask {
    __typename
    id
    sequence
    userId
    evaluationId
    evaluationStep
    status
    percent
    evaluationState
  }
`);

export const ON_EVALUATION = graphql(
  `
    subscription OnEvaluation($userId: ID!) {
      onEvaluation(userId: $userId) {
        ...EvaluationEventFields
      }
    }
  `,
  [EvaluationEventFields],
);
