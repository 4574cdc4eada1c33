// A round of reviews: one flashcard after the other, also without a network.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useMessages } from '../../features/learning/flashcards/messages/use-messages';
import { FlashcardPhoto } from '../../features/learning/flashcards/flashcard-photo';
import { ReviewOutbox } from '../../features/learning/flashcards/review-outbox';
import { ReviewCard } from '../../features/learning/flashcards/review-card';
import {
  isStillDue,
  rate,
  type Rating,
  refresh,
  type Session,
  startSession,
  undo,
  type WaitingFlashcard,
} from '../../features/learning/flashcards/review-session';
import { useReviews } from '../../features/learning/flashcards/use-reviews';
import { graphql } from '../../shared/graphql/graphql';
import { useSession } from '../../shared/session-context';
import { announce } from '../../shared/ui/notices';
import { EmptyState, ErrorState, Loading, StatePage } from '../../shared/ui/state';
import '../../features/learning/flashcards/flashcards.css';

const DUE = graphql(`
  query Due {
    dueFlashcards(first: 100) {
      edges {
        node {
          id
          front
          back
          photoId
          version
          memory {
            dueAt
          }
          choices {
            rating
            dueAt
          }
        }
      }
    }
  }
`);

export function ReviewPage() {
  const messages = useMessages();
  const { viewerId } = useSession();
  const [{ data, error }, refetch] = useQuery({ query: DUE, requestPolicy: 'network-only' });
  // A review makes the list be asked for again: a later answer, or one that fails, ends no round.
  const [due, setDue] = useState<readonly WaitingFlashcard[] | null>(null);
  const now = new Date();
  const answer = data?.dueFlashcards?.edges
    .flatMap(({ node }) => (node ? [{ ...node, choices: node.choices ?? [] }] : []))
    .filter((each) => isStillDue(each, now));
  if (!due && answer) setDue(answer);
  if (!due || !viewerId)
    return (
      <StatePage name={messages.review}>
        {error ? (
          <ErrorState isPage error={error} retry={() => refetch({ requestPolicy: 'network-only' })} />
        ) : (
          <Loading what={messages.loading} />
        )}
      </StatePage>
    );
  return (
    <div className="page page-narrow">
      <title>{`${messages.review} · Waymark`}</title>
      <h1 className="page-title">{messages.review}</h1>
      <Round viewerId={viewerId} due={due} />
    </div>
  );
}

function Round({ viewerId, due }: { viewerId: string; due: readonly WaitingFlashcard[] }) {
  const messages = useMessages();
  const [outbox] = useState(() => new ReviewOutbox(viewerId));
  // The round stays as it began, whatever the cache learns meanwhile.
  const [session, setSession] = useState<Session>(() =>
    startSession(due, new Set(outbox.read().map(({ flashcardId }) => flashcardId))),
  );
  const { pending, send, takeBack } = useReviews(outbox, (counted) => setSession((now) => refresh(now, counted)));
  const [first] = session.waiting;
  const last = session.answered.at(-1);

  function answer(rating: Rating, durationMs: number): void {
    if (!first) return;
    const at = new Date();
    setSession(rate(session, rating, at));
    send({
      flashcardId: first.id,
      reviewId: crypto.randomUUID(),
      rating,
      expectedVersion: first.version,
      reviewedAt: at.toISOString(),
      durationMs,
    });
  }

  async function undoLast(): Promise<void> {
    if (!last) return;
    const version = await takeBack(last.id, last.version + 1);
    if (version === null) return;
    setSession((now) => undo(now, version));
    announce(messages.undone);
  }

  return (
    <>
      {first ? (
        <ReviewCard
          key={`${first.id} ${session.answered.length}`}
          flashcard={first}
          rate={answer}
          undo={last ? () => void undoLast() : null}
        />
      ) : (
        <EmptyState title={messages.finished}>
          <p>{messages.finishedRemedy}</p>
          <Link to="/learn" className="button button-main">
            {messages.backToDecks}
          </Link>
        </EmptyState>
      )}
      {/* Loaded ahead, for a round that goes on without a network. */}
      <div hidden>
        {session.waiting
          .slice(1)
          .map(({ id, photoId, back }) => (photoId ? <FlashcardPhoto key={id} id={photoId} answer={back} /> : null))}
      </div>
      <div className="review-foot">
        <p role="status">
          {messages.left({ count: session.waiting.length })}
          {pending.length ? ` · ${messages.unsent({ count: pending.length })}` : null}
        </p>
        <button type="button" className="button button-plain" disabled={!last} onClick={() => void undoLast()}>
          {messages.undo}
        </button>
      </div>
      <p className="learner-zone">{messages.keys}</p>
    </>
  );
}
