// Articles as they are read aloud.
import { graphql } from '../../../shared/graphql/graphql';

export const AudioVersionEventFields = graphql(`
  fragment AudioVersionEventFields on AudioVersionEvent @_unmask {
    __typename
    id
    sequence
    subjectId
    audioState
    audioPercent
  }
`);

export const ON_AUDIO_VERSION = graphql(
  `
    subscription OnAudioVersion($subjectId: ID!) {
      onAudioVersion(subjectId: $subjectId) {
        ...AudioVersionEventFields
      }
    }
  `,
  [AudioVersionEventFields],
);
