// A round of reviews as plain values: what waits, what a rating changes, and how the last one is taken back.

export const RATINGS = ['AGAIN', 'HARD', 'GOOD', 'EASY'] as const;
export type Rating = (typeof RATINGS)[number];

/** What is due within so many milliseconds comes back in the same round. */
const COMES_BACK_WITHIN = 20 * 60_000;

export interface WaitingFlashcard {
  id: string;
  front: string;
  back: string;
  /** The photo that it asks about. */
  photoId?: string | null;
  version: number;
  /** When it would be due after each rating; empty if the device cannot know, because the network is away. */
  choices: readonly { rating: Rating; dueAt: string }[];
}

export interface Session {
  waiting: readonly WaitingFlashcard[];
  /** The flashcards as they were before each rating, newest last. */
  answered: readonly WaitingFlashcard[];
}

/** Begin with what is due, without flashcards whose review waits to be sent. */
export function startSession(due: readonly WaitingFlashcard[], pendingIds: ReadonlySet<string>): Session {
  return { waiting: due.filter(({ id }) => !pendingIds.has(id)), answered: [] };
}

/** Tell whether a flashcard of a list that this device kept was not reviewed since: it would be due on another day. */
export function isStillDue({ memory }: { memory: { dueAt: string } }, now: Date): boolean {
  return Date.parse(memory.dueAt) - now.getTime() < 24 * 3600_000;
}

/** Rate the first flashcard. One that is due again soon goes to the end, in the version that the review makes. */
export function rate(session: Session, rating: Rating, now: Date): Session {
  const [first, ...others] = session.waiting;
  if (!first) return session;
  const dueAt = first.choices.find((choice) => choice.rating === rating)?.dueAt;
  const comesBack = dueAt ? Date.parse(dueAt) - now.getTime() < COMES_BACK_WITHIN : rating === 'AGAIN';
  const again = comesBack ? [{ ...first, version: first.version + 1, choices: [] }] : [];
  return { waiting: [...others, ...again], answered: [...session.answered, first] };
}

/** Take the last rating back: its flashcard is the first again, in `version`. */
export function undo(session: Session, version: number): Session {
  const last = session.answered.at(-1);
  if (!last) return session;
  const waiting = session.waiting.filter(({ id }) => id !== last.id);
  return { waiting: [{ ...last, version }, ...waiting], answered: session.answered.slice(0, -1) };
}

/** Put the service's version and choices in place of what the device assumed. */
export function refresh(session: Session, known: Pick<WaitingFlashcard, 'id' | 'version' | 'choices'>): Session {
  const waiting = session.waiting.map((each) => (each.id === known.id ? { ...each, ...known } : each));
  return { ...session, waiting };
}
