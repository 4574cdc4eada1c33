// GraphiQL's way to AppSync: what a subscription hears is shown and logged, and stopping it stops it.
import { expect, it, vi } from 'vitest';
import type { Realtime } from '../../../shared/appsync/realtime';
import type { Sink } from '../../../shared/appsync/realtime-options';
import type { GraphQLResponse } from '../../../shared/appsync/types';
import { EventLog } from './event-log';
import { createFetcher } from './fetcher';

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
  const fetcher = createFetcher({
    url: 'http://localhost',
    credentials,
    realtime: realtime as unknown as Realtime,
    log,
    onResponse: () => undefined,
  });
  const heard = fetcher({
    query: 'subscription { onLikes(subjectId: "p") { likes } }',
  }) as AsyncIterable<GraphQLResponse>;
  return { realtime, log, heard };
}

it('yields each event, and logs it', async () => {
  const { realtime, log, heard } = listening();
  const iterator = heard[Symbol.asyncIterator]();

  await realtime.sink?.started?.(false);
  realtime.sink?.next({ data: { onLikes: { likes: 3 } } });
  await iterator.next();

  expect((await iterator.next()).value).toEqual({ data: { onLikes: { likes: 3 } } });
  expect(log.getState()).toMatchObject({ count: 1, listening: ['onLikes'] });
});

it('stops when it is asked for its iterator again and that is ended, as GraphiQL does', async () => {
  const { realtime, log, heard } = listening();
  const waiting = heard[Symbol.asyncIterator]().next();

  await heard[Symbol.asyncIterator]().return?.();

  expect((await waiting).done).toBe(true);
  expect(realtime.stops).toBe(1);
  expect(log.getState().listening).toEqual([]);
});

it('says why it was refused, and ends', async () => {
  const { realtime, log, heard } = listening();
  realtime.sink?.error(new Error('Not open to you.'));

  const all: GraphQLResponse[] = [];
  for await (const each of heard) all.push(each);

  expect(all).toEqual([{ errors: [{ message: 'Not open to you.' }] }]);
  await vi.waitFor(() => expect(log.getState().entries[0]?.kind).toBe('refused'));
});

it('sends a fresh idempotency key with every run of an example', async () => {
  const sent: string[] = [];
  vi.stubGlobal('fetch', (_: string, { body }: { body: string }) => {
    sent.push(
      (JSON.parse(body) as { variables: { input: { idempotencyKey: string } } }).variables.input.idempotencyKey,
    );
    return Promise.resolve(new Response('{"data":{}}'));
  });
  const fetcher = createFetcher({
    url: 'http://localhost',
    credentials: () => Promise.resolve({}),
    realtime: new FakeRealtime() as unknown as Realtime,
    log: new EventLog(),
    onResponse: () => undefined,
  });

  for (const key of ['key_', 'key_', 'mine'])
    await fetcher({ query: 'mutation { createPost }', variables: { input: { idempotencyKey: key } } });
  vi.unstubAllGlobals();

  expect(new Set(sent).size).toBe(3);
  expect(sent).not.toContain('key_');
  expect(sent[2]).toBe('mine');
});
