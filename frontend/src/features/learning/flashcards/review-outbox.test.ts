// Reviews outlast a closed page, in order, each person's on their own; damaged storage is an empty one.
import { beforeEach, expect, it, vi } from 'vitest';
import { type PendingReview, ReviewOutbox } from './review-outbox';

const storedItems = new Map<string, string>();
const makeStorage = (setItem: Storage['setItem']) =>
  ({
    getItem: (key: string) => storedItems.get(key) ?? null,
    setItem,
    removeItem: (key: string) => void storedItems.delete(key),
  }) as unknown as Storage;
const storage = makeStorage((key, value) => void storedItems.set(key, value));

const review = (reviewId: string): PendingReview => ({
  flashcardId: 'flashcard_1',
  reviewId,
  rating: 'GOOD',
  expectedVersion: 1,
  reviewedAt: '2026-11-29T09:00:00.000Z',
  durationMs: 4000,
});

beforeEach(() => storedItems.clear());

it('keeps reviews in order until they were counted, also over a reload', () => {
  const outbox = new ReviewOutbox('ada', storage);
  outbox.add(review('one'));
  outbox.add(review('two'));

  const nextOutbox = new ReviewOutbox('ada', storage);
  expect(nextOutbox.read()).toEqual([review('one'), review('two')]);

  nextOutbox.remove('one');
  nextOutbox.remove('two');
  expect(storedItems.size).toBe(0);
});

it('tells its listeners of every change, and keeps people apart', () => {
  const outbox = new ReviewOutbox('ada', storage);
  const listener = vi.fn();
  const stop = outbox.subscribe(listener);

  outbox.add(review('one'));
  stop();
  outbox.remove('one');

  expect(listener).toHaveBeenCalledTimes(1);
  expect(new ReviewOutbox('mei', storage).read()).toEqual([]);
});

it.each(['{', '[{"reviewId": 1}]', '"text"'])('takes %s for an empty outbox', (damaged) => {
  storedItems.set('waymark.reviews.ada', damaged);

  expect(new ReviewOutbox('ada', storage).read()).toEqual([]);
});

it('goes on without storage', () => {
  const full = makeStorage(() => {
    throw new Error('The quota is exceeded.');
  });
  const outbox = new ReviewOutbox('ada', full);

  outbox.add(review('one'));

  expect(outbox.read()).toEqual([review('one')]);
});
