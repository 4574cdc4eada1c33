// The cache in the browser's storage: queries fall back to it while the network is down.
import type { Exchange, Operation, OperationResult, RequestPolicy } from '@urql/core';
import type { StorageAdapter } from '@urql/exchange-graphcache';
import { makeDefaultStorage } from '@urql/exchange-graphcache/default-storage';
import { filter, map, makeSubject, merge, pipe, tap } from 'wonka';

const MAX_AGE_DAYS = 7;
const PREFIX = 'waymark-seen-';

interface OfflineStorage {
  storage: StorageAdapter;
  /** Resolves once the stored data is in the cache. */
  ready: Promise<void>;
  clear: () => Promise<void>;
}

/** Open the storage of one owner's cache for the current contract. */
export function openOfflineStorage(owner: string): OfflineStorage {
  const name = `${PREFIX}${__CONTRACT__}-${owner}`;
  void removeOtherDatabases(name);
  const hydrated = new EventTarget();
  const ready = new Promise<void>((resolve) => hydrated.addEventListener('done', () => resolve(), { once: true }));
  const storage = makeDefaultStorage({
    idbName: name,
    maxAge: MAX_AGE_DAYS,
    onCacheHydrated: () => hydrated.dispatchEvent(new Event('done')),
  });
  return { storage, ready, clear: () => storage.clear() };
}

/**
 * Answer queries that failed on the network from the stored cache; report the failure only if it has no answer.
 * On reconnect, failed queries that are still shown run again.
 */
export function createOfflineExchange(ready: Promise<void>, onReconnect: (callback: () => void) => void): Exchange {
  return ({ forward }) =>
    (operations) => {
      const reexecuted = makeSubject<Operation>();
      const failed = new Map<number, OperationResult>();
      const unansweredQueries = new Map<number, Operation>();
      const reexecute = (operation: Operation, requestPolicy: RequestPolicy) =>
        reexecuted.next({ ...operation, context: { ...operation.context, requestPolicy } });
      onReconnect(() => {
        for (const operation of unansweredQueries.values()) reexecute(operation, 'network-only');
      });

      function isFinal(result: OperationResult): boolean {
        const { operation, error } = result;
        if (operation.kind !== 'query' || operation.context.requestPolicy === 'cache-only') return true;
        if (!error?.networkError) {
          if (operation.context.meta?.cacheOutcome !== 'hit') unansweredQueries.delete(operation.key);
          return true;
        }
        failed.set(operation.key, result);
        unansweredQueries.set(operation.key, operation);
        void ready.then(() => reexecute(operation, 'cache-only'));
        return false;
      }

      function withStoredFailure(result: OperationResult): OperationResult {
        const failure = failed.get(result.operation.key);
        failed.delete(result.operation.key);
        return failure && !result.data ? failure : result;
      }

      const requested = pipe(
        operations,
        tap(({ kind, key }) => (kind === 'teardown' ? unansweredQueries.delete(key) : undefined)),
      );
      return pipe(merge([requested, reexecuted.source]), forward, filter(isFinal), map(withStoredFailure));
    };
}

/** Delete the caches of other owners and other contracts. */
async function removeOtherDatabases(name: string): Promise<void> {
  for (const database of await indexedDB.databases()) {
    if (database.name?.startsWith(PREFIX) && database.name !== name) indexedDB.deleteDatabase(database.name);
  }
}
