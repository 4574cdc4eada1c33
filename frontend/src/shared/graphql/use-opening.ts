// What a page opens with: one query for all of its parts, which are then read from the cache and live on their own.
import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { useState } from 'react';
import { useQuery, type UseQueryExecute, type UseQueryState } from 'urql';

interface Opening<Data, Variables extends AnyVariables> {
  /** All parts of the page. */
  opening: TypedDocumentNode<unknown, Variables>;
  /** The part that is shown: what the cache has of it at first, and live once the page is opened. */
  current: TypedDocumentNode<Data, Variables>;
  variables: Variables;
}

interface Opened<Data, Variables extends AnyVariables> {
  /** Whether the opening is over, also when it failed. */
  isOpened: boolean;
  state: UseQueryState<Data, Variables>;
  refetch: UseQueryExecute;
}

/**
 * Ask for all parts of a page at once, and return the part that is shown.
 *
 * The parts are asked for once for given variables: later changes of one part do not ask for all of them.
 */
export function useOpening<Data, Variables extends AnyVariables>({
  opening,
  current,
  variables,
}: Opening<Data, Variables>): Opened<Data, Variables> {
  const isOpened = useOpeningOnce(opening, variables);
  // Two queries, not one whose policy changes: what urql reads while rendering also reaches a query's old subscriber, but
  // later, when it would overwrite newer results.
  const [known] = useQuery({ query: current, variables, requestPolicy: 'cache-only', pause: isOpened });
  const [live, refetch] = useQuery({ query: current, variables, requestPolicy: 'cache-first', pause: !isOpened });
  return { isOpened, state: isOpened ? live : known, refetch };
}

/** Ask once for given variables, and return whether that is over, also when it failed. */
function useOpeningOnce<Variables extends AnyVariables>(
  query: TypedDocumentNode<unknown, Variables>,
  variables: Variables,
): boolean {
  const key = JSON.stringify(variables);
  const [openedKey, setOpenedKey] = useState<string | null>(null);
  const isOpened = openedKey === key;
  const [{ data, error, fetching, stale }] = useQuery({ query, variables, pause: isOpened });
  const isOver = !isOpened && !fetching && !stale && (data !== undefined || error !== undefined);
  if (isOver) setOpenedKey(key);
  return isOpened || isOver;
}
