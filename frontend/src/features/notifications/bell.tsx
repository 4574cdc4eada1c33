// The bell: how much is unread, live, on every tab.
import { Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { graphql } from '../../shared/graphql/graphql';
import { useLive } from '../../shared/graphql/use-live';
import { useWords } from './messages/words';
import { useMarkedElsewhere } from './use-marking';
import './notifications.css';

const UNREAD = graphql(`
  query Unread {
    viewer { user { id } unreadNotifications notifications(first: 1) { eventsCursor } }
  }
`);
const ON_NOTIFICATION = graphql(`
  subscription OnNotification($userId: ID!) {
    onNotification(userId: $userId) { __typename id sequence userId notificationId unread }
  }
`);

export function Bell({ viewerId }: { viewerId: string }) {
  const words = useWords();
  const [{ data }, again] = useQuery({ query: UNREAD });
  const reread = () => again({ requestPolicy: 'network-only' });
  useLive({ document: ON_NOTIFICATION, variables: { userId: viewerId }, cursor: data?.viewer?.notifications?.eventsCursor, reread });
  useMarkedElsewhere(reread);
  const unread = data?.viewer?.unreadNotifications ?? 0;
  return (
    <Link to="/notifications" aria-label={words.bell({ count: unread })} className="bell">
      <svg viewBox="0 0 24 24" width="21" height="21" fill="none" stroke="currentColor" strokeWidth="1.7" aria-hidden="true">
        <path d="M6 16V11a6 6 0 0 1 12 0v5l1.500 2h-15zM10 20.500a2 2 0 0 0 4 0" />
      </svg>
      {unread > 0 ? <span className="bell-count">{unread > 99 ? '99+' : unread}</span> : null}
    </Link>
  );
}
