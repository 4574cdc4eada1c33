// A round of reviews: what comes back, in which version, and what undo restores.
import { expect, it } from 'vitest';
import { isStillDue, rate, refresh, startSession, undo, type WaitingFlashcard } from './review-session';

const NOW = new Date('2026-11-29T09:00:00Z');
const after = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000).toISOString();

function flashcard(id: string): WaitingFlashcard {
  const choices = [
    { rating: 'AGAIN', dueAt: after(1) },
    { rating: 'GOOD', dueAt: after(10) },
    { rating: 'EASY', dueAt: after(8 * 24 * 60) },
  ] as const;
  return { id, front: `${id}?`, back: `${id}!`, version: 1, choices };
}

const ids = (cards: readonly WaitingFlashcard[]) => cards.map(({ id }) => id);

it('leaves out what was answered on this device and not sent yet', () => {
  expect(ids(startSession([flashcard('a'), flashcard('b')], new Set(['a'])).waiting)).toEqual(['b']);
});

it('brings back what is due within minutes, in the version that the review makes', () => {
  const session = rate(startSession([flashcard('a'), flashcard('b')], new Set()), 'GOOD', NOW);

  expect(ids(session.waiting)).toEqual(['b', 'a']);
  expect(session.waiting[1]).toMatchObject({ version: 2, choices: [] });
});

it('is done with what is due on another day', () => {
  const session = rate(startSession([flashcard('a')], new Set()), 'EASY', NOW);

  expect(session.waiting).toEqual([]);
  expect(ids(session.answered)).toEqual(['a']);
});

it('brings back only what was forgotten while nobody knows when it is due', () => {
  const [unknown] = [{ ...flashcard('a'), choices: [] }];
  const session = startSession([unknown], new Set());

  expect(ids(rate(session, 'AGAIN', NOW).waiting)).toEqual(['a']);
  expect(ids(rate(session, 'GOOD', NOW).waiting)).toEqual([]);
});

it('takes ratings back one by one, also of what waits for its second turn', () => {
  const start = startSession([flashcard('a'), flashcard('b')], new Set());
  const twice = rate(rate(start, 'GOOD', NOW), 'EASY', NOW);

  const once = undo(twice, 2);
  const none = undo(once, 3);

  expect(ids(once.waiting)).toEqual(['b', 'a']);
  expect(ids(none.waiting)).toEqual(['a', 'b']);
  expect(none.waiting.map(({ version }) => version)).toEqual([3, 2]);
  expect(undo(none, 9)).toBe(none);
});

it('leaves out what was reviewed since a list was kept', () => {
  expect(isStillDue({ memory: { dueAt: after(-5) } }, NOW)).toBe(true);
  expect(isStillDue({ memory: { dueAt: after(19 * 60) } }, NOW)).toBe(true);
  expect(isStillDue({ memory: { dueAt: after(8 * 24 * 60) } }, NOW)).toBe(false);
});

it('takes over what the service answers', () => {
  const session = rate(startSession([flashcard('a')], new Set()), 'AGAIN', NOW);
  const choices = [{ rating: 'GOOD', dueAt: after(20) }] as const;

  expect(refresh(session, { id: 'a', version: 7, choices }).waiting[0]).toMatchObject({ version: 7, choices });
});
