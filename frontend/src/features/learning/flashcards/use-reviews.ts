// Sends reviews, now or when the network is back, and takes the last one back.
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useClient } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { useIsOnline } from '../../../shared/offline/online';
import { notify } from '../../../shared/ui/notices';
import { useMessages } from './messages/use-messages';
import type { PendingReview, ReviewOutbox } from './review-outbox';
import type { WaitingFlashcard } from './review-session';

const REVIEW = graphql(`
  mutation Review($input: ReviewFlashcardInput!) {
    reviewFlashcard(input: $input) {
      flashcard {
        id
        version
        state
        leech
        memory {
          dueAt
        }
        choices {
          rating
          dueAt
        }
      }
      errors {
        __typename
        code
        message
        ... on RateLimited {
          retryAt
        }
      }
    }
  }
`);
const UNDO = graphql(`
  mutation Undo($input: UndoReviewInput!) {
    undoReview(input: $input) {
      flashcard {
        id
        version
        state
        leech
      }
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

type Counted = Pick<WaitingFlashcard, 'id' | 'version' | 'choices'>;

/** `onCounted` is called with what the service answers to each review. */
export function useReviews(outbox: ReviewOutbox, onCounted: (flashcard: Counted) => void) {
  const client = useClient();
  const messages = useMessages();
  const isOnline = useIsOnline();
  const pending = useSyncExternalStore(outbox.subscribe, outbox.read);
  const sending = useRef<Promise<void> | null>(null);

  /** Send a review; resolves to false if it has to wait. */
  async function sendOne(input: PendingReview): Promise<boolean> {
    const { data, error } = await client.mutation(REVIEW, { input }).toPromise();
    if (error?.networkError) return false;
    const payload = data?.reviewFlashcard;
    const refusal = payload?.errors[0];
    if (refusal?.__typename === 'RateLimited') {
      setTimeout(sendAll, Math.max(0, Date.parse(refusal.retryAt) - Date.now()));
      return false;
    }
    outbox.remove(input.reviewId);
    if (payload?.flashcard) onCounted({ ...payload.flashcard, choices: payload.flashcard.choices ?? [] });
    else notify(refusal?.code === 'CONFLICT' ? messages.overtaken : (describeWriteError(error, payload) ?? ''));
    return true;
  }

  async function sendInOrder(): Promise<void> {
    for (let next = outbox.read()[0]; next; next = outbox.read()[0]) if (!(await sendOne(next))) return;
  }

  function sendAll(): void {
    sending.current ??= sendInOrder().finally(() => (sending.current = null));
  }

  useEffect(() => {
    // What is under way was sent without the network and may not have failed yet.
    if (isOnline) void Promise.resolve(sending.current).then(sendAll);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- when the network comes back, not with every render
  }, [isOnline]);

  return {
    pending,
    send: (review: PendingReview) => {
      outbox.add(review);
      sendAll();
    },
    /** Take a flashcard's last review back; resolves to the version it then has, or null if that was refused. */
    takeBack: async (flashcardId: string, version: number): Promise<number | null> => {
      await sending.current;
      const unsent = outbox.read().findLast((each) => each.flashcardId === flashcardId);
      if (unsent) {
        outbox.remove(unsent.reviewId);
        return unsent.expectedVersion;
      }
      const input = { flashcardId, expectedVersion: version };
      const { data, error } = await client.mutation(UNDO, { input }).toPromise();
      const problem = describeWriteError(error, data?.undoReview);
      if (problem) notify(problem);
      return data?.undoReview?.flashcard?.version ?? null;
    },
  };
}
