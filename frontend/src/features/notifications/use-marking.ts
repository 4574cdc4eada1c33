// Marking notifications read: counted at once, told to this browser's other tabs, taken back with a word when refused.
import { useEffect } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { say } from '../../shared/ui/notices';

const MARK_READ = graphql(`
  mutation MarkRead($input: MarkNotificationsReadInput!) {
    markNotificationsRead(input: $input) { unreadNotifications errors { code message } }
  }
`);

// Reading is no event of the API's: what one tab read, the others hear from it.
const CHANNEL = 'waymark.notifications-read';

export function useMarking() {
  const [, mark] = useMutation(MARK_READ);

  async function marked(input: { ids?: string[]; upTo?: string }): Promise<void> {
    const { data, error } = await mark({ input });
    const refusal = refusalOf(error, data?.markNotificationsRead);
    if (refusal) {
      say(refusal);
      return;
    }
    const channel = new BroadcastChannel(CHANNEL);
    channel.postMessage(null);
    channel.close();
  }

  return {
    markOne: (id: string) => void marked({ ids: [id] }),
    markUpTo: (id: string) => void marked({ upTo: id }),
  };
}

/** Do something when another tab has marked notifications read. */
export function useMarkedElsewhere(changed: () => void): void {
  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = changed;
    return () => channel.close();
  });
}
