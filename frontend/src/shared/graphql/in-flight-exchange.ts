// Looks after queries in flight: what happens meanwhile may be newer than their responses.
import { type Client, type Exchange, makeOperation, type Operation, type OperationResult } from '@urql/core';
import { filter, pipe, tap } from 'wonka';

const LONGEST_DELAY_MS = 30_000;

/**
 * Send a query again whose response may be older than what the cache has, or hidden by it.
 *
 * A query that was in flight together with a write is sent again once the write has ended: it may have been read before
 * a write that was sent earlier, or answered after one that was sent later, and the cache goes by when requests were
 * sent. The response to a query that was sent again meanwhile is dropped.
 *
 * A query that was in flight when an event arrived is sent again, too: the cache keeps invalid what an event
 * invalidated, against all responses to what was sent before it. Its response is dropped, but only once: where events
 * keep overtaking it, responses are shown, and each time waits twice as long.
 */
export function createInFlightExchange(firstDelayMs = 250): Exchange {
  return ({ client, forward }) =>
    (operations) => {
      const inFlight = new Map<number, { query: Operation; isOvertaken: boolean }>();
      /** The queries that were sent during each write. */
      const sentDuring = new Map<number, Operation[]>();
      /** How many responses in a row were overtaken, by query. */
      const overtakenTimes = new Map<number, number>();

      function noteOperation(operation: Operation): void {
        const { kind, key } = operation;
        if (kind === 'query') {
          inFlight.set(key, { query: operation, isOvertaken: false });
          for (const queries of sentDuring.values()) queries.push(operation);
        } else if (kind === 'mutation') {
          sentDuring.set(key, []);
        } else if (kind === 'teardown') {
          inFlight.delete(key);
          overtakenTimes.delete(key);
        }
      }

      /** Return whether a response is to be shown. */
      function takeResponse({ operation: { key }, operation }: OperationResult): boolean {
        const flight = inFlight.get(key);
        if (flight?.query !== operation) return false;
        inFlight.delete(key);
        const times = overtakenTimes.get(key) ?? 0;
        if (flight.isOvertaken) sendOvertakenAgain(operation, times);
        else overtakenTimes.delete(key);
        return !flight.isOvertaken || times > 0;
      }

      function sendOvertakenAgain(query: Operation, times: number): void {
        overtakenTimes.set(query.key, times + 1);
        if (times === 0) queueMicrotask(() => sendAgain(client, query));
        else setTimeout(() => sendAgain(client, query), Math.min(LONGEST_DELAY_MS, firstDelayMs * 2 ** (times - 1)));
      }

      // All that follows from a result comes later, once the result is in the cache.
      function noteResult({ operation: { kind, key } }: OperationResult): void {
        if (kind === 'mutation') {
          const concurrent = sentDuring.get(key) ?? [];
          sentDuring.delete(key);
          for (const { query } of inFlight.values()) concurrent.push(query);
          for (const query of concurrent) queueMicrotask(() => sendAgain(client, query));
        } else if (kind === 'subscription') {
          for (const flight of inFlight.values()) flight.isOvertaken = true;
        }
      }

      const isShown = (result: OperationResult) => result.operation.kind !== 'query' || takeResponse(result);

      return pipe(operations, tap(noteOperation), forward, filter(isShown), tap(noteResult));
    };
}

/** The client ignores the first request for a query in flight, but no longer counts it as such, and follows the second. */
function sendAgain(client: Client, query: Operation): void {
  for (const requestPolicy of ['cache-first', 'network-only'] as const)
    client.reexecuteOperation(makeOperation('query', query, { ...query.context, requestPolicy }));
}
