// Notifications, newest first and live: all or unread.
import { useState } from 'react';
import { useQuery } from 'urql';
import { useMessages } from '../../features/platform/notifications/messages/use-messages';
import { Notification, NotificationFields } from '../../features/platform/notifications/notification';
import { useReadElsewhere, useMarkRead } from '../../features/platform/notifications/use-mark-read';
import { graphql } from '../../shared/graphql/graphql';
import { readListState } from '../../shared/graphql/list-state';
import { ListView } from '../../shared/ui/list-view';
import { ShowMore } from '../../shared/ui/show-more';
import { type ShownPage, useShownPages } from '../../shared/ui/shown-pages';
import { EmptyState, Loading } from '../../shared/ui/state';
import '../../features/platform/notifications/notifications.css';

const NOTIFICATIONS = graphql(
  `
    query Notifications($after: ID, $unreadOnly: Boolean!) {
      viewer {
        user {
          id
        }
        unreadNotifications
        notifications(first: 30, after: $after, unreadOnly: $unreadOnly) {
          edges {
            node {
              id
              ...NotificationFields
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
  `,
  [NotificationFields],
);

export function NotificationsPage() {
  const messages = useMessages();
  const [unreadOnly, setUnreadOnly] = useState(false);
  return (
    <div className="page page-narrow">
      <title>{`${messages.title} · Waymark`}</title>
      <h1 className="page-title">{messages.title}</h1>
      <fieldset className="notifications-which">
        <legend className="hidden">{messages.filter}</legend>
        <button type="button" className="button" aria-pressed={!unreadOnly} onClick={() => setUnreadOnly(false)}>
          {messages.all}
        </button>
        <button type="button" className="button" aria-pressed={unreadOnly} onClick={() => setUnreadOnly(true)}>
          {messages.unread}
        </button>
      </fieldset>
      <NotificationPages key={String(unreadOnly)} unreadOnly={unreadOnly} />
    </div>
  );
}

function NotificationPages({ unreadOnly }: { unreadOnly: boolean }) {
  const { pages } = useShownPages();
  return pages.map((page) => <NotificationPage key={page.after} unreadOnly={unreadOnly} {...page} />);
}

interface NotificationPageProps extends ShownPage {
  unreadOnly: boolean;
}

function NotificationPage({ after, unreadOnly, showNext }: NotificationPageProps) {
  const messages = useMessages();
  const [result, refetch] = useQuery({ query: NOTIFICATIONS, variables: { after, unreadOnly } });
  const { markOne, markUpTo } = useMarkRead();
  const reload = () => refetch({ requestPolicy: 'network-only' });
  useReadElsewhere(reload);
  const viewer = result.data?.viewer;
  return (
    <ListView
      list={readListState(result, viewer?.notifications)}
      waiting={<Loading what={messages.loading} />}
      empty={after === null ? <NoNotifications unreadOnly={unreadOnly} /> : null}
      retry={reload}
    >
      {(items, pageInfo) => (
        <>
          {after === null && items[0] && viewer?.unreadNotifications ? (
            <MarkAllRead newestId={items[0].id} markUpTo={markUpTo} />
          ) : null}
          <ol className="notifications">
            {items.map((notification) => (
              <Notification key={notification.id} notification={notification} markRead={markOne} />
            ))}
          </ol>
          <ShowMore pageInfo={pageInfo} showNext={showNext}>
            {messages.showOlder}
          </ShowMore>
        </>
      )}
    </ListView>
  );
}

function MarkAllRead({ newestId, markUpTo }: { newestId: string; markUpTo: (id: string) => void }) {
  const messages = useMessages();
  return (
    <button type="button" className="button notifications-all" onClick={() => markUpTo(newestId)}>
      {messages.markAllRead}
    </button>
  );
}

function NoNotifications({ unreadOnly }: { unreadOnly: boolean }) {
  const messages = useMessages();
  return (
    <EmptyState title={unreadOnly ? messages.noneUnread : messages.none}>
      {unreadOnly ? null : <p>{messages.noneRemedy}</p>}
    </EmptyState>
  );
}
