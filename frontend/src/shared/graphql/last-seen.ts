// What was seen last stands where the network fails: the cache is kept in the browser, queries fall back to it until it is back.
import type { Exchange, Operation, OperationResult, RequestPolicy } from '@urql/core';
import type { StorageAdapter } from '@urql/exchange-graphcache';
import { makeDefaultStorage } from '@urql/exchange-graphcache/default-storage';
import { filter, map, makeSubject, merge, pipe, tap } from 'wonka';

const KEPT_DAYS = 7;
const PREFIX = 'waymark-seen-';

interface Kept {
  storage: StorageAdapter;
  /** Done once the cache has what was kept. */
  ready: Promise<void>;
  forget: () => Promise<void>;
}

/** Keep a person's cache in the browser, apart from everybody else's and from that of another contract. */
export function keptFor(owner: string): Kept {
  const name = `${PREFIX}${__CONTRACT__}-${owner}`;
  void removeOthers(name);
  const hydrated = new EventTarget();
  const ready = new Promise<void>((resolve) => hydrated.addEventListener('done', () => resolve(), { once: true }));
  const storage = makeDefaultStorage({ idbName: name, maxAge: KEPT_DAYS, onCacheHydrated: () => hydrated.dispatchEvent(new Event('done')) });
  return { storage, ready, forget: () => storage.clear() };
}

/**
 * Answer a query that the network failed from what is kept; its failure is told only where nothing is.
 * `onBack` tells when the network is back: what it failed is asked again then, as long as somebody shows it.
 */
export function lastSeen(ready: Promise<void>, onBack: (back: () => void) => void): Exchange {
  return ({ forward }) =>
    (operations) => {
      const again = makeSubject<Operation>();
      const failed = new Map<number, OperationResult>();
      const unanswered = new Map<number, Operation>();
      const ask = (operation: Operation, requestPolicy: RequestPolicy) => again.next({ ...operation, context: { ...operation.context, requestPolicy } });
      onBack(() => {
        for (const operation of unanswered.values()) ask(operation, 'network-only');
      });

      function isFinal(result: OperationResult): boolean {
        const { operation, error } = result;
        if (operation.kind !== 'query' || operation.context.requestPolicy === 'cache-only') return true;
        if (!error?.networkError) {
          if (operation.context.meta?.cacheOutcome !== 'hit') unanswered.delete(operation.key);
          return true;
        }
        failed.set(operation.key, result);
        unanswered.set(operation.key, operation);
        void ready.then(() => ask(operation, 'cache-only'));
        return false;
      }

      function told(result: OperationResult): OperationResult {
        const failure = failed.get(result.operation.key);
        failed.delete(result.operation.key);
        return failure && !result.data ? failure : result;
      }

      const asked = pipe(
        operations,
        tap(({ kind, key }) => (kind === 'teardown' ? unanswered.delete(key) : undefined)),
      );
      return pipe(merge([asked, again.source]), forward, filter(isFinal), map(told));
    };
}

/** A site whose contract changed, or somebody else who signed in, leaves nothing behind. */
async function removeOthers(name: string): Promise<void> {
  for (const database of await indexedDB.databases()) {
    if (database.name?.startsWith(PREFIX) && database.name !== name) indexedDB.deleteDatabase(database.name);
  }
}
