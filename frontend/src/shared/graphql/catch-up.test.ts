// What was missed is read page by page, once at a time, again after a failure, and never from a place that is gone.
import { expect, it, vi } from 'vitest';
import { CatchUp, type LogPage } from './catch-up';

class Log {
  readonly asked: string[] = [];
  rereads = 0;
  answers: (LogPage | Error)[] = [];
  read = (place: string): Promise<LogPage> => {
    this.asked.push(place);
    const answer = this.answers.shift() ?? { endCursor: place, hasMore: false };
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  reread = () => {
    this.rereads++;
  };
}

function reading(...answers: (LogPage | Error)[]) {
  const log = new Log();
  log.answers = answers;
  return { log, catchUp: new CatchUp({ readPage: log.read, reloadPage: log.reread, retryDelayMs: 1 }) };
}

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 2000, interval: 2 });

it('waits for the page when the server listens first', async () => {
  const { log, catchUp } = reading();

  void catchUp.request();
  expect(log.asked).toEqual([]);
  catchUp.setCursor('a');

  await eventually(() => expect(log.asked).toEqual(['a']));
});

it('reads to the end, and goes on from there', async () => {
  const { log, catchUp } = reading({ endCursor: 'b', hasMore: true }, { endCursor: 'c', hasMore: false });
  catchUp.setCursor('a');

  void catchUp.request();
  await eventually(() => expect(log.asked).toEqual(['a', 'b']));
  catchUp.setCursor('z');
  void catchUp.request();

  await eventually(() => expect(log.asked).toEqual(['a', 'b', 'c']));
});

it('reads once more when it was wanted while it read', async () => {
  const { log, catchUp } = reading({ endCursor: 'b', hasMore: false });
  catchUp.setCursor('a');

  void catchUp.request();
  void catchUp.request();
  void catchUp.request();

  await eventually(() => expect(log.asked).toEqual(['a', 'b']));
});

it('tries again from the same place when the way is broken', async () => {
  const { log, catchUp } = reading({ endCursor: 'b', hasMore: true }, new Error('offline'), new Error('offline'));
  catchUp.setCursor('a');

  void catchUp.request();

  await eventually(() => expect(log.asked).toEqual(['a', 'b', 'b', 'b']));
});

it('is done once what was missed was read, also when that took several attempts', async () => {
  const { log, catchUp } = reading(
    new Error('offline'),
    { endCursor: 'b', hasMore: true },
    { endCursor: 'c', hasMore: false },
  );
  catchUp.setCursor('a');

  await catchUp.request();

  expect(log.asked).toEqual(['a', 'a', 'b']);
});

it('is done at once where no page is shown yet, and when nobody looks any more', async () => {
  const { log, catchUp } = reading(new Error('offline'));

  await catchUp.request();
  catchUp.setCursor('a');
  await eventually(() => expect(log.asked).toEqual(['a']));
  const requested = catchUp.request();
  catchUp.stop();

  await requested;
});

it('has the page read again when the log does not reach back, and begins at its new place', async () => {
  const { log, catchUp } = reading('gone');
  catchUp.setCursor('a');

  void catchUp.request();
  await eventually(() => expect(log.rereads).toBeGreaterThan(0));
  catchUp.setCursor('n');

  await eventually(() => expect(log.asked).toEqual(['a', 'n']));
});

it('has the page read again until it has a new place, because reading it may fail', async () => {
  const { log, catchUp } = reading('gone');
  catchUp.setCursor('a');

  void catchUp.request();
  await eventually(() => expect(log.rereads).toBeGreaterThan(2));
  catchUp.setCursor('n');

  await eventually(() => expect(log.asked).toEqual(['a', 'n']));
  catchUp.stop();
});
