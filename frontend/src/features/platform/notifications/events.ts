// Notifications as they happen.
import { graphql } from '../../../shared/graphql/graphql';

export const NotificationEventFields = graphql(`
  fragment NotificationEventFields on NotificationEvent @_unmask {
    __typename
    id
    sequence
    userId
    notificationId
    unread
  }
`);

export const ON_NOTIFICATION = graphql(
  `
    subscription OnNotification($userId: ID!) {
      onNotification(userId: $userId) {
        ...NotificationEventFields
      }
    }
  `,
  [NotificationEventFields],
);
