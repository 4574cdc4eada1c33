// What feedback on an article's writing asks of the API.
import { graphql, type ResultOf } from '../../../shared/graphql/graphql';

const ProgressFields = graphql(`
  fragment EvaluationProgressFields on Evaluation @_unmask {
    id
    state
    steps {
      name
      status
      percent
    }
    failure {
      step
      reason
      message
      retryable
    }
  }
`);
/** How many evaluations the plots of the measures reach back. */
export const EVALUATIONS = graphql(`
  query Evaluations($subjectId: ID!) {
    evaluations(subjectId: $subjectId, first: 20) {
      eventsCursor
      edges {
        node {
          id
          createdAt
          measures {
            name
            value
          }
        }
      }
    }
    viewer {
      user {
        id
      }
      learning {
        version
        dictionary
        allowsGemini
        writingQuota {
          limit
          remaining
          resetsAt
        }
      }
    }
  }
`);
export const EVALUATION = graphql(
  `
    query Evaluation($id: ID!) {
      evaluation(id: $id) {
        ...EvaluationProgressFields
        findings {
          kind
          rule
          start
          end
          quote
          message
          suggestions
        }
        estimate {
          model
          bands {
            criterion
            band
            isUnsure
            comment
            evidence
          }
          suggestions {
            start
            quote
            suggestions
          }
        }
      }
    }
  `,
  [ProgressFields],
);
export const EVALUATE = graphql(
  `
    mutation EvaluateWriting($input: EvaluateWritingInput!) {
      evaluateWriting(input: $input) {
        evaluation {
          ...EvaluationProgressFields
        }
        errors {
          code
          message
          ... on RateLimited {
            retryAt
          }
        }
      }
    }
  `,
  [ProgressFields],
);
export const RETRY = graphql(
  `
    mutation RetryEvaluation($input: RetryEvaluationInput!) {
      retryEvaluation(input: $input) {
        evaluation {
          ...EvaluationProgressFields
        }
        errors {
          code
          message
          ... on RateLimited {
            retryAt
          }
        }
      }
    }
  `,
  [ProgressFields],
);
export const UPDATE_LEARNER = graphql(`
  mutation UpdateWriter($input: UpdateLearnerInput!) {
    updateLearner(input: $input) {
      learner {
        version
        dictionary
        allowsGemini
      }
      errors {
        code
        message
        ... on RateLimited {
          retryAt
        }
      }
    }
  }
`);

export type Progress = NonNullable<ResultOf<typeof EVALUATION>['evaluation']>;
export type Learning = NonNullable<NonNullable<ResultOf<typeof EVALUATIONS>['viewer']>['learning']>;
export type Estimate = NonNullable<Progress['estimate']>;
export type Evaluations = NonNullable<ResultOf<typeof EVALUATIONS>['evaluations']>;
// An evaluation of a recording has other steps, and other reasons to fail.
export type StepOfText = 'QUEUED' | 'READ' | 'JUDGED' | 'DONE';
export type FailureOfText = 'INTERRUPTED' | 'TOO_SHORT' | 'AI_UNAVAILABLE' | 'OVER_BUDGET' | 'INTERNAL';
