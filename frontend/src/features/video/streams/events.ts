// A livestream as it goes on.
import { graphql } from '../../../shared/graphql/graphql';

export const StreamEventFields = graphql(`
  fragment StreamEventFields on StreamEvent @_unmask {
    __typename
    id
    sequence
    streamId
    state
    health
    viewers
    startedAt
    endedAt
    replaySeconds
  }
`);

export const ON_STREAM = graphql(
  `
    subscription OnStream($streamId: ID!) {
      onStream(streamId: $streamId) {
        ...StreamEventFields
      }
    }
  `,
  [StreamEventFields],
);
