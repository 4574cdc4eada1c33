// A camera stays live through interruptions, waits longer each time, and ends where trying again would not help.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Connect, type Connection, keepPublishing } from './keep-publishing';
import { type PublicationState, PublishRefused } from './publisher';

const MEDIA = {} as MediaStream;

class Line implements Connection {
  end: () => void = () => undefined;
  closed = new Promise<void>((resolve) => (this.end = resolve));
  close = vi.fn(() => Promise.resolve());
}

/** Publish with these outcomes of connecting, one after the other; the last one is repeated. */
function publish(...outcomes: (Line | Error)[]) {
  const told: PublicationState[] = [];
  const connect = vi.fn<Connect>(() => {
    const outcome = outcomes.length > 1 ? outcomes.shift() : outcomes[0];
    return outcome instanceof Line ? Promise.resolve(outcome) : Promise.reject(outcome ?? new Error('None is left.'));
  });
  const publication = keepPublishing(connect).publish(MEDIA, 'sk_1', (state) => told.push(state));
  return { told, connect, stop: publication.stop };
}

const passTime = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);
const kindsOf = (told: PublicationState[]) => told.map(({ kind }) => kind);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('connects, is live, and ends what it has begun when it is stopped', async () => {
  const line = new Line();
  const { told, stop } = publish(line);
  await passTime(0);
  await stop();
  expect(kindsOf(told)).toEqual(['connecting', 'live']);
  expect(line.close).toHaveBeenCalledOnce();
});

it('is live again after an interruption, with a new connection', async () => {
  const [first, second] = [new Line(), new Line()];
  const { told, connect, stop } = publish(first, second);
  await passTime(0);
  first.end();
  await passTime(1);
  expect(told.slice(2)).toEqual([{ kind: 'lost', seconds: 1 }, { kind: 'connecting' }, { kind: 'live' }]);
  expect(first.close).toHaveBeenCalledOnce();
  expect(connect).toHaveBeenCalledTimes(2);
  await stop();
});

it('waits longer after each failure, and never longer than a bound', async () => {
  const { told, stop } = publish(new Error('The network is gone.'));
  await passTime(60);
  const pauses = told.flatMap((state) => (state.kind === 'lost' ? [state.seconds] : []));
  expect(pauses.slice(0, 6)).toEqual([1, 2, 4, 8, 15, 15]);
  await stop();
});

it('waits a second again once it has been live', async () => {
  const line = new Line();
  const broken = new Error('The network is gone.');
  const { told, stop } = publish(broken, broken, line, broken);
  await passTime(3);
  line.end();
  await passTime(0);
  expect(told.at(-1)).toEqual({ kind: 'lost', seconds: 1 });
  await stop();
});

it.each(['KEY', 'IN_USE', 'UNSUPPORTED'] as const)('ends at once where the refusal stays: %s', async (why) => {
  const { told, connect } = publish(new PublishRefused(why));
  await passTime(60);
  expect(told).toEqual([{ kind: 'connecting' }, { kind: 'refused', why }]);
  expect(connect).toHaveBeenCalledOnce();
});

it('tries again while its own lost connection still holds the key, and ends where somebody else keeps it', async () => {
  const line = new Line();
  const { told } = publish(line, new PublishRefused('IN_USE'));
  await passTime(0);
  line.end();
  await passTime(10);
  expect(kindsOf(told)).not.toContain('refused');
  await passTime(120);
  expect(told.at(-1)).toEqual({ kind: 'refused', why: 'IN_USE' });
});

it('ends with a key that was replaced while the connection was lost', async () => {
  const line = new Line();
  const { told } = publish(line, new PublishRefused('KEY'));
  await passTime(0);
  line.end();
  await passTime(1);
  expect(told.at(-1)).toEqual({ kind: 'refused', why: 'KEY' });
});

it('says nothing more once it is stopped, also while it waits or connects', async () => {
  const waiting = publish(new Error('The network is gone.'));
  await passTime(0);
  await waiting.stop();
  const count = waiting.told.length;
  await passTime(60);
  expect(waiting.told).toHaveLength(count);

  const line = new Line();
  const connecting = publish(line);
  await connecting.stop();
  expect(kindsOf(connecting.told)).toEqual(['connecting']);
  expect(line.close).toHaveBeenCalledOnce();
});
