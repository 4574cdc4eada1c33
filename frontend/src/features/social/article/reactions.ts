// The comments on an article, and the people who like it.
import { CommentsPageFields } from '../../platform/comments/comments';
import { LikersPageFields } from '../../platform/likes/likers';
import { graphql } from '../../../shared/graphql/graphql';

export const POST_COMMENTS = graphql(
  `
    query Comments($id: ID!, $after: ID) {
      subject: post(id: $id) {
        id
        comments(first: 20, after: $after) {
          ...CommentsPageFields
        }
      }
    }
  `,
  [CommentsPageFields],
);

export const POST_LIKERS = graphql(
  `
    query Likers($id: ID!, $after: ID) {
      subject: post(id: $id) {
        id
        likes(first: 30, after: $after) {
          ...LikersPageFields
        }
      }
    }
  `,
  [LikersPageFields],
);
