// A query that the network fails is answered from what was kept; writes are told their failure.
import { CombinedError, createClient, type Exchange, gql, type OperationResult } from '@urql/core';
import { filter, map, pipe } from 'wonka';
import { expect, it } from 'vitest';
import { createOfflineExchange } from './offline-cache';

const FEED = gql('{ feed }');
const LIKE = gql('mutation { like }');
const FAILED = new CombinedError({ networkError: new Error('no network') });

const network = { answers: null as object | null, isBack: () => {} };

/** A way to the API whose network fails while it has no answers, and a cache that holds `kept`. */
function withoutNetwork(kept: object | undefined, ready = Promise.resolve()) {
  const cache: Exchange = () => (operations) =>
    pipe(
      operations,
      filter(({ kind }) => kind !== 'teardown'),
      map((operation) => {
        const fromCache = operation.context.requestPolicy === 'cache-only';
        const data = fromCache ? kept : (network.answers ?? undefined);
        return {
          operation,
          data,
          error: fromCache || data ? undefined : FAILED,
          stale: false,
          hasNext: false,
        } as OperationResult;
      }),
    );
  return createClient({
    url: 'http://127.0.0.1',
    preferGetMethod: false,
    exchanges: [createOfflineExchange(ready, (back) => (network.isBack = back)), cache],
  });
}

it('a query gets what was kept', async () => {
  expect((await withoutNetwork({ feed: 1 }).query(FEED, {})).data).toEqual({ feed: 1 });
});

it('a query of what was never seen is told that the network failed', async () => {
  expect((await withoutNetwork(undefined).query(FEED, {})).error).toBe(FAILED);
});

it('a query waits until what was kept has been read', async () => {
  let done: () => void = () => undefined;
  const answer = withoutNetwork({ feed: 1 }, new Promise((resolve) => (done = resolve)))
    .query(FEED, {})
    .toPromise();
  const first = await Promise.race([
    answer.then(() => 'answered'),
    new Promise((resolve) => setTimeout(() => resolve('waits'), 20)),
  ]);
  expect(first).toBe('waits');
  done();
  expect((await answer).data).toEqual({ feed: 1 });
});

it('with the network back, a query that is still shown is asked again, once', async () => {
  network.answers = null;
  const told: unknown[] = [];
  const client = withoutNetwork({ feed: 'kept' });
  const shown = client.query(FEED, {}).subscribe(({ data }) => told.push((data as { feed: string }).feed));
  const left = client.query(gql('{ other }'), {}).subscribe(() => undefined);
  await new Promise((resolve) => setTimeout(resolve));
  left.unsubscribe();

  network.answers = { feed: 'fresh' };
  network.isBack();
  network.isBack();
  network.answers = null;

  expect(told).toEqual(['kept', 'fresh']);
  shown.unsubscribe();
});

it('a write is told its failure', async () => {
  expect((await withoutNetwork({ like: 1 }).mutation(LIKE, {})).error).toBe(FAILED);
});
