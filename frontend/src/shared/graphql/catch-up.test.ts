// What was missed is read page by page, once at a time, again after a failure, and never from a place that is gone.
import { expect, it, vi } from 'vitest';
import { CatchUp, type Reading } from './catch-up';

class Log {
  readonly asked: string[] = [];
  rereads = 0;
  answers: (Reading | Error)[] = [];
  read = (place: string): Promise<Reading> => {
    this.asked.push(place);
    const answer = this.answers.shift() ?? { end: place, hasMore: false };
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  reread = () => {
    this.rereads++;
  };
}

function reading(...answers: (Reading | Error)[]) {
  const log = new Log();
  log.answers = answers;
  return { log, catchUp: new CatchUp({ read: log.read, reread: log.reread, delay: 1 }) };
}

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 2000, interval: 2 });

it('waits for the page when the server listens first', async () => {
  const { log, catchUp } = reading();

  catchUp.want();
  expect(log.asked).toEqual([]);
  catchUp.begin('a');

  await eventually(() => expect(log.asked).toEqual(['a']));
});

it('reads to the end, and goes on from there', async () => {
  const { log, catchUp } = reading({ end: 'b', hasMore: true }, { end: 'c', hasMore: false });
  catchUp.begin('a');

  catchUp.want();
  await eventually(() => expect(log.asked).toEqual(['a', 'b']));
  catchUp.begin('z');
  catchUp.want();

  await eventually(() => expect(log.asked).toEqual(['a', 'b', 'c']));
});

it('reads once more when it was wanted while it read', async () => {
  const { log, catchUp } = reading({ end: 'b', hasMore: false });
  catchUp.begin('a');

  catchUp.want();
  catchUp.want();
  catchUp.want();

  await eventually(() => expect(log.asked).toEqual(['a', 'b']));
});

it('tries again from the same place when the way is broken', async () => {
  const { log, catchUp } = reading({ end: 'b', hasMore: true }, new Error('offline'), new Error('offline'));
  catchUp.begin('a');

  catchUp.want();

  await eventually(() => expect(log.asked).toEqual(['a', 'b', 'b', 'b']));
});

it('has the page read again when the log does not reach back, and begins at its new place', async () => {
  const { log, catchUp } = reading('gone');
  catchUp.begin('a');

  catchUp.want();
  await eventually(() => expect(log.rereads).toBe(1));
  catchUp.begin('n');

  await eventually(() => expect(log.asked).toEqual(['a', 'n']));
});
