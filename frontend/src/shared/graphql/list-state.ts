// What can be said of a list: only what an answer said of it, never what a count or a missing answer suggests.
import type { CombinedError } from '@urql/core';

export type ListState<N, P> =
  | { kind: 'waiting' }
  | { kind: 'failed'; error: CombinedError }
  | { kind: 'empty' }
  /** `isStale` while newer items are on their way, or could not be read. */
  | { kind: 'filled'; items: readonly N[]; pageInfo: P; isStale: boolean };

interface QueryState {
  fetching: boolean;
  stale: boolean;
  error?: CombinedError | undefined;
}

interface Connection<N, P> {
  edges: readonly { node: N | null }[];
  pageInfo: P;
}

/** Read the state of a list from its query and its connection, which is missing until an answer has it. */
export function readListState<N, P extends { hasNextPage: boolean }>(
  { fetching, stale, error }: QueryState,
  connection: Connection<N, P> | null | undefined,
): ListState<N, P> {
  const isUpdating = fetching || stale;
  const items = connection?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
  // A page may be empty although others follow: it was read up to its budget.
  if (connection && (items.length > 0 || connection.pageInfo.hasNextPage))
    return { kind: 'filled', items, pageInfo: connection.pageInfo, isStale: isUpdating || error !== undefined };
  // An empty list from the cache is no answer while it is asked for again.
  if (isUpdating) return { kind: 'waiting' };
  if (error) return { kind: 'failed', error };
  return { kind: 'empty' };
}
