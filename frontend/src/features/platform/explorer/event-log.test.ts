// The log of what was heard: newest first, counted, held back while paused, bounded.
import { expect, it } from 'vitest';
import { EventLog } from './event-log';

const numbers = (log: EventLog) => log.getState().entries.map(({ answer }) => answer.data);

it('shows the newest first and counts events, not beginnings', () => {
  const log = new EventLog();

  log.record('onComment', 'started');
  log.record('onComment', 'event', { data: 1 });
  log.record('onComment', 'event', { data: 2 });

  expect(numbers(log)).toEqual([2, 1, undefined]);
  expect(log.getState().count).toBe(2);
});

it('holds events back while it is paused, and loses none', () => {
  const log = new EventLog();
  log.record('onComment', 'event', { data: 1 });

  log.pause();
  log.record('onComment', 'event', { data: 2 });
  log.record('onComment', 'event', { data: 3 });
  expect([numbers(log), log.getState().waiting, log.getState().count]).toEqual([[1], 2, 3]);
  log.resume();

  expect([numbers(log), log.getState().waiting]).toEqual([[3, 2, 1], 0]);
});

it('keeps the newest two hundred and still counts all', () => {
  const log = new EventLog();

  for (let each = 1; each <= 250; each++) log.record('onLikes', 'event', { data: each });

  expect([numbers(log).length, numbers(log)[0], log.getState().count]).toEqual([200, 250, 250]);
});

it('knows what is listened to, also twice', () => {
  const log = new EventLog();
  const [one, two] = [log.startListening('onLikes'), log.startListening('onLikes')];

  one();
  one();
  expect(log.getState().listening).toEqual(['onLikes']);
  two();

  expect(log.getState().listening).toEqual([]);
});
