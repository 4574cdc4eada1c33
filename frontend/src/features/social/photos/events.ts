// Photos as they are processed.
import { graphql } from '../../../shared/graphql/graphql';

export const PhotoEventFields = graphql(`
  fragment PhotoEventFields on PhotoProcessingEvent @_unmask {
    __typename
    id
    sequence
    at
    postId
    photoId
    step
    status
    attempt
    photoState
    labels {
      name
      confidence
    }
  }
`);

export const ON_PHOTO_PROCESSING = graphql(
  `
    subscription OnPhotoProcessing($postId: ID!) {
      onPhotoProcessing(postId: $postId) {
        ...PhotoEventFields
      }
    }
  `,
  [PhotoEventFields],
);
