// What a page opens with: one query for all of its parts, which are then read from the cache and live on their own.
import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { useState } from 'react';
import { useQuery } from 'urql';

/**
 * Ask for all parts of a page at once, and return whether that is over, also when it failed.
 *
 * It is asked once for given variables: later changes of one part do not ask for all of them.
 */
export function useOpening<Data, Variables extends AnyVariables>(
  query: TypedDocumentNode<Data, Variables>,
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
