// Every text is shown for its time, in order: a queue drops none, and repeats none that a later one has made untrue.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { NoticeQueue } from './notice-queue';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const textsOf = (queue: NoticeQueue) => queue.read().map(({ text }) => text);

it('shows one after the other, each for its own time', () => {
  const queue = new NoticeQueue(1, (text) => text.length * 100);

  for (const text of ['first', 'second', 'third']) queue.add(text);

  expect(textsOf(queue)).toEqual(['first']);
  vi.advanceTimersByTime(499);
  expect(textsOf(queue)).toEqual(['first']);
  vi.advanceTimersByTime(1);
  expect(textsOf(queue)).toEqual(['second']);
  vi.advanceTimersByTime(600);
  expect(textsOf(queue)).toEqual(['third']);
  vi.advanceTimersByTime(500);
  expect(textsOf(queue)).toEqual([]);
});

it('shows a few at once, and drops none of a crowd', () => {
  const queue = new NoticeQueue(3, () => 1000);
  const seen = new Set<string>();
  queue.subscribe(() => textsOf(queue).forEach((text) => seen.add(text)));
  const texts = Array.from({ length: 10 }, (_, number) => `notice ${number}`);

  for (const text of texts) queue.add(text);

  expect(textsOf(queue)).toEqual(texts.slice(0, 3));
  vi.advanceTimersByTime(4000);
  expect([...seen]).toEqual(texts);
});

it('lets a later text about the same thing take the place of one that waits, never of one that is shown', () => {
  const queue = new NoticeQueue(1, () => 1000);

  queue.add('pin at 1', 'pin');
  queue.add('photo uploaded');
  queue.add('pin at 2', 'pin');
  queue.add('pin at 3', 'pin');

  expect(textsOf(queue)).toEqual(['pin at 1']);
  vi.advanceTimersByTime(1000);
  expect(textsOf(queue)).toEqual(['photo uploaded']);
  vi.advanceTimersByTime(1000);
  expect(textsOf(queue)).toEqual(['pin at 3']);
});

it('says the same words twice when they come twice', () => {
  const queue = new NoticeQueue(1, () => 1000);

  queue.add('A photo is live.');
  queue.add('A photo is live.');

  const first = queue.read()[0]?.id;
  vi.advanceTimersByTime(1000);
  expect(textsOf(queue)).toEqual(['A photo is live.']);
  expect(queue.read()[0]?.id).not.toBe(first);
});
