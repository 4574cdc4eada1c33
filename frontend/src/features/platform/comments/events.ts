// Comments as they happen.
import { graphql } from '../../../shared/graphql/graphql';

export const CommentEventFields = graphql(`
  fragment CommentEventFields on CommentEvent @_unmask {
    __typename
    id
    sequence
    subjectId
    commentId
    parentId
    comments
  }
`);

export const ON_COMMENT = graphql(
  `
    subscription OnComment($subjectId: ID!) {
      onComment(subjectId: $subjectId) {
        ...CommentEventFields
      }
    }
  `,
  [CommentEventFields],
);
