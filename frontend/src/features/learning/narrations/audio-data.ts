// What listening to an article asks of the API.
import { graphql, type ResultOf } from '../../../shared/graphql/graphql';

export const AUDIO_VERSION = graphql(`
  query AudioVersion($subjectId: ID!) {
    audioVersion(subjectId: $subjectId) {
      id
      state
      percent
      seconds
      url
      eventsCursor
      failure {
        reason
        message
      }
      paragraphs {
        start
        end
        fromSecond
        toSecond
      }
    }
  }
`);
export const CREATE_AUDIO_VERSION = graphql(`
  mutation CreateAudioVersion($input: CreateAudioVersionInput!) {
    createAudioVersion(input: $input) {
      audio {
        id
        state
        percent
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

export type Audio = NonNullable<ResultOf<typeof AUDIO_VERSION>['audioVersion']>;
