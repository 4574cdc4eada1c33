// The bell with the number of unread notifications, live in every tab.
import { Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { useLiveEvents } from '../../../shared/graphql/use-live-events';
import { useMessages } from '../../../shared/messages/use-messages';
import { ON_NOTIFICATION } from './events';
import { useReadElsewhere } from './use-mark-read';
import './notifications.css';

const UNREAD = graphql(`
  query Unread {
    viewer {
      user {
        id
      }
      unreadNotifications
      notificationsEventsCursor
    }
  }
`);

export function Bell({ viewerId }: { viewerId: string }) {
  const messages = useMessages();
  const [{ data }, refetch] = useQuery({ query: UNREAD });
  const reload = () => refetch({ requestPolicy: 'network-only' });
  useLiveEvents({
    document: ON_NOTIFICATION,
    variables: { userId: viewerId },
    cursor: data?.viewer?.notificationsEventsCursor,
    reload,
  });
  useReadElsewhere(reload);
  const unread = data?.viewer?.unreadNotifications ?? 0;
  return (
    <Link to="/notifications" aria-label={messages.bell({ count: unread })} className="bell">
      <svg
        viewBox="0 0 24 24"
        width="21"
        height="21"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.7"
        aria-hidden="true"
      >
        <path d="M6 16V11a6 6 0 0 1 12 0v5l1.500 2h-15zM10 20.500a2 2 0 0 0 4 0" />
      </svg>
      {unread > 0 ? <span className="bell-count">{unread > 99 ? '99+' : unread}</span> : null}
    </Link>
  );
}
