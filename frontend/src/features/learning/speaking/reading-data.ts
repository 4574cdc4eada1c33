// What reading aloud asks of the API.
import { graphql, type ResultOf } from '../../../shared/graphql/graphql';

const ReadingProgressFields = graphql(`
  fragment ReadingProgressFields on Evaluation @_unmask {
    id
    createdAt
    state
    steps {
      name
      status
    }
    failure {
      reason
      message
      retryable
    }
  }
`);
export const READINGS = graphql(`
  query Readings($subjectId: ID!) {
    evaluations(subjectId: $subjectId, skill: SPEAKING, first: 50) {
      eventsCursor
      edges {
        node {
          id
          createdAt
          reading {
            paragraph
          }
        }
      }
    }
    viewer {
      user {
        id
      }
      learning {
        speakingQuota {
          limit
          remaining
          resetsAt
        }
      }
    }
  }
`);
export const READING = graphql(
  `
    query Reading($id: ID!) {
      evaluation(id: $id) {
        ...ReadingProgressFields
        reading {
          paragraph
          soundUrl
          delivery {
            seconds
            speechSeconds
            wordsPerMinute
            longestRun
            pauses {
              seconds
            }
          }
          words {
            status
            expected
            heard
            start
            end
            fromSecond
            toSecond
          }
        }
      }
    }
  `,
  [ReadingProgressFields],
);
export const EVALUATE_SPEAKING = graphql(
  `
    mutation EvaluateSpeaking($input: EvaluateSpeakingInput!) {
      evaluateSpeaking(input: $input) {
        evaluation {
          ...ReadingProgressFields
        }
        upload {
          url
          fields {
            name
            value
          }
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
  [ReadingProgressFields],
);
export const DELETE_READING = graphql(`
  mutation DeleteReading($input: DeleteEvaluationInput!) {
    deleteEvaluation(input: $input) {
      id
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

export type Progress = NonNullable<ResultOf<typeof READING>['evaluation']>;
export type Reading = NonNullable<Progress['reading']>;
export type SpokenWord = Reading['words'][number];
type Readings = ResultOf<typeof READINGS>;
export type Quota = NonNullable<NonNullable<NonNullable<Readings['viewer']>['learning']>['speakingQuota']>;
// An evaluation of a text has other steps, and other reasons to fail.
export type StepOfReading = 'RECORDED' | 'CHECKED' | 'TRANSCRIBED' | 'COMPARED';
export type FailureOfReading = Exclude<NonNullable<Progress['failure']>['reason'], 'AI_UNAVAILABLE'>;
