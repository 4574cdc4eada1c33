// GraphiQL's way to AppSync: what a subscription hears is shown and logged, and stopping it stops it.
import { expect, it, vi } from 'vitest';
import type { Realtime, Sink } from '../../shared/appsync/realtime';
import type { GraphQLAnswer } from '../../shared/appsync/types';
import { EventLog } from './event-log';
import { fetcherFor } from './fetcher';

class FakeRealtime {
  sink: Sink | undefined;
  stops = 0;
  subscribe = (_: unknown, sink: Sink) => {
    this.sink = sink;
    return () => {
      this.stops++;
    };
  };
}

function listening() {
  const realtime = new FakeRealtime();
  const log = new EventLog();
  const credentials = () => Promise.resolve({});
  const fetcher = fetcherFor({ url: 'http://localhost', credentials, realtime: realtime as unknown as Realtime, log, seen: () => undefined });
  const heard = fetcher({ query: 'subscription { onLikes(postId: "p") { likes } }' }) as AsyncIterable<GraphQLAnswer>;
  return { realtime, log, heard };
}

it('yields each event, and logs it', async () => {
  const { realtime, log, heard } = listening();
  const iterator = heard[Symbol.asyncIterator]();

  realtime.sink?.started?.(false);
  realtime.sink?.next({ data: { onLikes: { likes: 3 } } });
  await iterator.next();

  expect((await iterator.next()).value).toEqual({ data: { onLikes: { likes: 3 } } });
  expect(log.read()).toMatchObject({ count: 1, listening: ['onLikes'] });
});

it('stops when it is asked for its iterator again and that is ended, as GraphiQL does', async () => {
  const { realtime, log, heard } = listening();
  const waiting = heard[Symbol.asyncIterator]().next();

  await heard[Symbol.asyncIterator]().return?.();

  expect((await waiting).done).toBe(true);
  expect(realtime.stops).toBe(1);
  expect(log.read().listening).toEqual([]);
});

it('says why it was refused, and ends', async () => {
  const { realtime, log, heard } = listening();
  realtime.sink?.error(new Error('Not open to you.'));

  const all: GraphQLAnswer[] = [];
  for await (const each of heard) all.push(each);

  expect(all).toEqual([{ errors: [{ message: 'Not open to you.' }] }]);
  await vi.waitFor(() => expect(log.read().heard[0]?.kind).toBe('refused'));
});
