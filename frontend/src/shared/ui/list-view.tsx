// Draws a list in the state that it is in: one of waiting, failed, empty and filled.
import type { ReactNode } from 'react';
import type { ListState } from '../graphql/list-state';
import { ErrorState } from './state';

interface Props<N, P> {
  list: ListState<N, P>;
  waiting: ReactNode;
  /** What an empty list says; null for pages after the first. */
  empty: ReactNode;
  retry: () => void;
  children: (items: readonly N[], pageInfo: P) => ReactNode;
}

export function ListView<N, P>({ list, waiting, empty, retry, children }: Props<N, P>): ReactNode {
  switch (list.kind) {
    case 'waiting':
      return waiting;
    case 'failed':
      return <ErrorState error={list.error} retry={retry} />;
    case 'empty':
      return empty;
    case 'filled':
      return children(list.items, list.pageInfo);
  }
}
