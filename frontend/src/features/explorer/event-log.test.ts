// The log of what was heard: newest first, counted, held back while paused, bounded.
import { expect, it } from 'vitest';
import { EventLog } from './event-log';

const numbers = (log: EventLog) => log.read().heard.map(({ answer }) => answer.data);

it('shows the newest first and counts events, not beginnings', () => {
  const log = new EventLog();

  log.note('onComment', 'started');
  log.note('onComment', 'event', { data: 1 });
  log.note('onComment', 'event', { data: 2 });

  expect(numbers(log)).toEqual([2, 1, undefined]);
  expect(log.read().count).toBe(2);
});

it('holds events back while it is paused, and loses none', () => {
  const log = new EventLog();
  log.note('onComment', 'event', { data: 1 });

  log.pause();
  log.note('onComment', 'event', { data: 2 });
  log.note('onComment', 'event', { data: 3 });
  expect([numbers(log), log.read().waiting, log.read().count]).toEqual([[1], 2, 3]);
  log.goOn();

  expect([numbers(log), log.read().waiting]).toEqual([[3, 2, 1], 0]);
});

it('keeps the newest two hundred and still counts all', () => {
  const log = new EventLog();

  for (let each = 1; each <= 250; each++) log.note('onLikes', 'event', { data: each });

  expect([numbers(log).length, numbers(log)[0], log.read().count]).toEqual([200, 250, 250]);
});

it('knows what is listened to, also twice', () => {
  const log = new EventLog();
  const [one, two] = [log.open('onLikes'), log.open('onLikes')];

  one();
  one();
  expect(log.read().listening).toEqual(['onLikes']);
  two();

  expect(log.read().listening).toEqual([]);
});
