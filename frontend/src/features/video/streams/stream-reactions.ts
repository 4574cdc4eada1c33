// The comments on a livestream, and the people who like it.
import { graphql } from '../../../shared/graphql/graphql';
import { CommentsPageFields } from '../../platform/comments/comments';
import { LikersPageFields } from '../../platform/likes/likers';

export const STREAM_COMMENTS = graphql(
  `
    query StreamComments($id: ID!, $after: ID) {
      subject: stream(id: $id) {
        id
        comments(first: 20, after: $after) {
          ...CommentsPageFields
        }
      }
    }
  `,
  [CommentsPageFields],
);

export const STREAM_LIKERS = graphql(
  `
    query StreamLikers($id: ID!, $after: ID) {
      subject: stream(id: $id) {
        id
        likes(first: 30, after: $after) {
          ...LikersPageFields
        }
      }
    }
  `,
  [LikersPageFields],
);
