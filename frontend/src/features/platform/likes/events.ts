// Likes as they happen.
import { graphql } from '../../../shared/graphql/graphql';

export const LikesEventFields = graphql(`
  fragment LikesEventFields on LikesEvent @_unmask {
    __typename
    id
    sequence
    subjectId
    likedId
    likes
  }
`);

export const ON_LIKES = graphql(
  `
    subscription OnLikes($subjectId: ID!) {
      onLikes(subjectId: $subjectId) {
        ...LikesEventFields
      }
    }
  `,
  [LikesEventFields],
);
