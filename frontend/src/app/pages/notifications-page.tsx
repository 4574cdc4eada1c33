// What happened around oneself, the newest first, live: all of it or what is unread, each with the way to it.
import { useState } from 'react';
import { useQuery } from 'urql';
import { useWords } from '../../features/notifications/messages/words';
import { Notification, NotificationFields } from '../../features/notifications/notification';
import { useMarkedElsewhere, useMarking } from '../../features/notifications/use-marking';
import { graphql } from '../../shared/graphql/graphql';
import { Empty, Failed, Waiting } from '../../shared/ui/state';
import '../../features/notifications/notifications.css';

const NOTIFICATIONS = graphql(
  `
    query Notifications($after: ID, $unreadOnly: Boolean!) {
      viewer {
        user { id }
        unreadNotifications
        notifications(first: 30, after: $after, unreadOnly: $unreadOnly) {
          edges { node { id ...NotificationFields } }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  `,
  [NotificationFields],
);

export function NotificationsPage() {
  const words = useWords();
  const [unreadOnly, setUnreadOnly] = useState(false);
  return (
    <div className="page page-narrow">
      <title>{`${words.title} · Waymark`}</title>
      <h1 className="page-title">{words.title}</h1>
      <fieldset className="notifications-which">
        <legend className="hidden">{words.which}</legend>
        <button type="button" className="button" aria-pressed={!unreadOnly} onClick={() => setUnreadOnly(false)}>
          {words.all}
        </button>
        <button type="button" className="button" aria-pressed={unreadOnly} onClick={() => setUnreadOnly(true)}>
          {words.unread}
        </button>
      </fieldset>
      <Pages key={String(unreadOnly)} unreadOnly={unreadOnly} />
    </div>
  );
}

function Pages({ unreadOnly }: { unreadOnly: boolean }) {
  const [pages, setPages] = useState<readonly (string | null)[]>([null]);
  return pages.map((after, place) => (
    <Page key={after} after={after} unreadOnly={unreadOnly} next={place === pages.length - 1 ? (end) => setPages([...pages, end]) : null} />
  ));
}

interface PageProps {
  after: string | null;
  unreadOnly: boolean;
  next: ((end: string | null) => void) | null;
}

/** A page asks for itself, so that news at the top reads each shown page again and loses none. */
function Page({ after, unreadOnly, next }: PageProps) {
  const words = useWords();
  const [{ data, error }, again] = useQuery({ query: NOTIFICATIONS, variables: { after, unreadOnly } });
  const { markOne, markUpTo } = useMarking();
  const reread = () => again({ requestPolicy: 'network-only' });
  useMarkedElsewhere(reread);
  const page = data?.viewer?.notifications;
  const all = page?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
  const newest = after === null ? all[0] : undefined;

  if (error && !page) return <Failed error={error} retry={reread} />;
  if (!page) return <Waiting what={words.reading} />;
  if (after === null && all.length === 0) return <Empty title={unreadOnly ? words.noneUnread : words.none}>{unreadOnly ? null : <p>{words.noneRemedy}</p>}</Empty>;
  return (
    <>
      {newest && data.viewer?.unreadNotifications ? (
        <button type="button" className="button notifications-all" onClick={() => markUpTo(newest.id)}>
          {words.markAll}
        </button>
      ) : null}
      <ol className="notifications">
        {all.map((notification) => (
          <Notification key={notification.id} notification={notification} markRead={markOne} />
        ))}
      </ol>
      {next && page.pageInfo.hasNextPage ? (
        <button type="button" className="button" onClick={() => next(page.pageInfo.endCursor)}>
          {words.older}
        </button>
      ) : null}
    </>
  );
}
