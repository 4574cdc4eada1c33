// What happened around oneself, the newest first, live; looking at it marks it read.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { graphql } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { Avatar, AvatarFields } from '../../shared/ui/avatar';
import { say } from '../../shared/ui/notices';
import { Empty, Failed, Waiting } from '../../shared/ui/state';
import { When } from '../../shared/ui/when';
import '../../features/notifications/notifications.css';

const NOTIFICATIONS = graphql(
  `
    query Notifications($after: ID) {
      viewer {
        user { id }
        unreadNotifications
        notifications(first: 30, after: $after) {
          edges { node { id kind message createdAt readAt postId actor { id handle ...AvatarFields } } }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  `,
  [AvatarFields],
);
const MARK_READ = graphql(`
  mutation MarkRead($input: MarkNotificationsReadInput!) {
    markNotificationsRead(input: $input) { unreadNotifications errors { code message } }
  }
`);

export function NotificationsPage() {
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error }, again] = useQuery({ query: NOTIFICATIONS, variables: { after } });
  const [, mark] = useMutation(MARK_READ);
  const page = data?.viewer?.notifications;
  const all = page?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
  const newest = all[0];

  async function markAll() {
    if (!newest) return;
    const answer = await mark({ input: { upTo: newest.id } });
    const refusal = refusalOf(answer.error, answer.data?.markNotificationsRead);
    if (refusal) say(refusal);
  }

  if (error && !page) return <Failed error={error} retry={() => again({ requestPolicy: 'network-only' })} />;
  if (!page) return <Waiting what="Reading your notifications" />;
  return (
    <main className="page page-narrow">
      <title>Notifications · Waymark</title>
      <header className="notifications-head">
        <h1 className="page-title">Notifications</h1>
        {data.viewer?.unreadNotifications ? (
          <button type="button" className="button" onClick={() => void markAll()}>
            Mark all read
          </button>
        ) : null}
      </header>
      {all.length === 0 ? <Empty title="Nothing has happened yet" /> : null}
      <ol className="notifications">
        {all.map(({ id, message, createdAt, readAt, postId, actor }) => (
          <li key={id} className={readAt ? 'notification' : 'notification notification-new'}>
            {actor ? <Avatar user={actor} /> : <img src="/waymark.svg" alt="" width="36" height="36" />}
            <div>
              <p>
                {postId ? (
                  <Link to="/posts/$postId" params={{ postId }}>
                    {message}
                  </Link>
                ) : actor ? (
                  <Link to="/people/$handle" params={{ handle: actor.handle }}>
                    {message}
                  </Link>
                ) : (
                  message
                )}
              </p>
              <small>
                <When at={createdAt} />
              </small>
            </div>
          </li>
        ))}
      </ol>
      {page.pageInfo.hasNextPage ? (
        <button type="button" className="button" onClick={() => setAfter(page.pageInfo.endCursor)}>
          Show older ones
        </button>
      ) : null}
    </main>
  );
}
