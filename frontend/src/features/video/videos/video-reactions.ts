// The comments on a video, and the people who like it.
import { graphql } from '../../../shared/graphql/graphql';
import { CommentsPageFields } from '../../platform/comments/comments';
import { LikersPageFields } from '../../platform/likes/likers';

export const VIDEO_COMMENTS = graphql(
  `
    query VideoComments($id: ID!, $after: ID) {
      subject: video(id: $id) {
        id
        comments(first: 20, after: $after) {
          ...CommentsPageFields
        }
      }
    }
  `,
  [CommentsPageFields],
);

export const VIDEO_LIKERS = graphql(
  `
    query VideoLikers($id: ID!, $after: ID) {
      subject: video(id: $id) {
        id
        likes(first: 30, after: $after) {
          ...LikersPageFields
        }
      }
    }
  `,
  [LikersPageFields],
);
