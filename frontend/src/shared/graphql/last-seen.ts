// What was seen last stands where the network fails: the cache is kept in the browser, and queries fall back to it.
import type { Exchange, Operation, OperationResult } from '@urql/core';
import type { StorageAdapter } from '@urql/exchange-graphcache';
import { makeDefaultStorage } from '@urql/exchange-graphcache/default-storage';
import { filter, map, makeSubject, merge, pipe } from 'wonka';

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

/** Answer a query that the network failed from what is kept; its failure is told only where nothing is. */
export function lastSeen(ready: Promise<void>): Exchange {
  return ({ forward }) =>
    (operations) => {
      const again = makeSubject<Operation>();
      const failed = new Map<number, OperationResult>();

      function isFinal(result: OperationResult): boolean {
        const { operation, error } = result;
        if (operation.kind !== 'query' || !error?.networkError || operation.context.requestPolicy === 'cache-only') return true;
        failed.set(operation.key, result);
        void ready.then(() => again.next({ ...operation, context: { ...operation.context, requestPolicy: 'cache-only' } }));
        return false;
      }

      function told(result: OperationResult): OperationResult {
        const failure = failed.get(result.operation.key);
        failed.delete(result.operation.key);
        return failure && !result.data ? failure : result;
      }

      return pipe(merge([operations, again.source]), forward, filter(isFinal), map(told));
    };
}

/** A site whose contract changed, or somebody else who signed in, leaves nothing behind. */
async function removeOthers(name: string): Promise<void> {
  for (const database of await indexedDB.databases()) {
    if (database.name?.startsWith(PREFIX) && database.name !== name) indexedDB.deleteDatabase(database.name);
  }
}
