// What notifications change in the cache: how many are unread, and the list.
import { gql } from '@urql/core';
import { type CacheRules, defineEventRule, invalidateFields, VIEWER } from '../../../shared/graphql/cache-rules';
import { NotificationEventFields } from './events';

const UNREAD = gql`
  fragment UnreadNotifications on Viewer {
    unreadNotifications
  }
`;

export const notificationsCache: CacheRules = {
  mutations: {
    markNotificationsRead: (result, _args, cache) => {
      const { unreadNotifications } = result.markNotificationsRead as { unreadNotifications: number | null };
      if (unreadNotifications === null) return;
      cache.writeFragment(UNREAD, { __typename: 'Viewer', unreadNotifications });
      invalidateFields(cache, VIEWER, 'notifications');
    },
  },
  events: {
    onNotification: defineEventRule({
      fragment: NotificationEventFields,
      getSubjectId: ({ userId }) => userId,
      apply: (cache, { notificationId, unread }, { isNewestOfTopic, isNewest }) => {
        if (isNewestOfTopic) cache.writeFragment(UNREAD, { __typename: 'Viewer', unreadNotifications: unread });
        if (isNewest(notificationId)) invalidateFields(cache, VIEWER, 'notifications');
      },
    }),
  },
};
