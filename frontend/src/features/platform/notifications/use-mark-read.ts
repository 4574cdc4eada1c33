// Marks notifications as read, and tells the browser's other tabs.
import { useEffect } from 'react';
import { useClient, useMutation } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { notify } from '../../../shared/ui/notices';

const MARK_READ = graphql(`
  mutation MarkRead($input: MarkNotificationsReadInput!) {
    markNotificationsRead(input: $input) {
      unreadNotifications
      errors {
        code
        message
        ... on RateLimited {
          retryAt
        }
      }
    }
  }
`);

const NEWEST = graphql(`
  query NewestNotification {
    viewer {
      user {
        id
      }
      notifications(first: 1) {
        edges {
          node {
            id
          }
        }
      }
    }
  }
`);

// The API has no event for this, so tabs tell each other.
const CHANNEL = 'waymark.notifications-read';

export function useMarkRead() {
  const client = useClient();
  const [, mark] = useMutation(MARK_READ);

  async function markRead(input: { ids?: string[]; upTo?: string }, isSecondTry = false): Promise<void> {
    const { data, error } = await mark({ input });
    const payload = data?.markNotificationsRead;
    // The one at the top was taken back with its cause, a like say, while the list was on the screen.
    if (input.upTo && !isSecondTry && payload?.errors.some(({ code }) => code === 'NOT_FOUND')) {
      const answer = await client.query(NEWEST, {}, { requestPolicy: 'network-only' }).toPromise();
      const newest = answer.data?.viewer?.notifications?.edges[0]?.node;
      if (newest) return markRead({ upTo: newest.id }, true);
    }
    const errorMessage = describeWriteError(error, payload);
    if (errorMessage) {
      notify(errorMessage);
      return;
    }
    const channel = new BroadcastChannel(CHANNEL);
    channel.postMessage(null);
    channel.close();
  }

  return {
    markOne: (id: string) => void markRead({ ids: [id] }),
    markUpTo: (id: string) => void markRead({ upTo: id }),
  };
}

/** Call the listener when another tab has marked notifications as read. */
export function useReadElsewhere(listener: () => void): void {
  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = listener;
    return () => channel.close();
  });
}
