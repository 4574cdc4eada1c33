// The comments on a product, and the people who like it.
import { CommentsPageFields } from '../../platform/comments/comments';
import { LikersPageFields } from '../../platform/likes/likers';
import { graphql } from '../../../shared/graphql/graphql';

export const PRODUCT_COMMENTS = graphql(
  `
    query ProductComments($id: ID!, $after: ID) {
      subject: product(id: $id) {
        id
        comments(first: 20, after: $after) {
          ...CommentsPageFields
        }
      }
    }
  `,
  [CommentsPageFields],
);

export const PRODUCT_LIKERS = graphql(
  `
    query ProductLikers($id: ID!, $after: ID) {
      subject: product(id: $id) {
        id
        likes(first: 30, after: $after) {
          ...LikersPageFields
        }
      }
    }
  `,
  [LikersPageFields],
);
