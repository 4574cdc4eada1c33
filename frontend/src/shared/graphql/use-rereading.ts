// Reads a list again while it is shown: once a minute, when the reader comes back to the page, and when the network does.
import { useEffect, useState } from 'react';
import type { ListState } from './list-state';

const REREAD_MS = 60_000;

export function useRereading(read: () => void): void {
  useEffect(() => {
    const readIfVisible = () => {
      if (document.visibilityState === 'visible') read();
    };
    const timer = setInterval(readIfVisible, REREAD_MS);
    document.addEventListener('visibilitychange', readIfVisible);
    addEventListener('online', readIfVisible);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', readIfVisible);
      removeEventListener('online', readIfVisible);
    };
  }, [read]);
}

/** Keep an empty list empty while it is read again, so that nothing blinks. */
export function useSteadyList<N, P>(list: ListState<N, P>): ListState<N, P> {
  const [wasEmpty, setWasEmpty] = useState(false);
  const isEmpty = list.kind === 'waiting' ? wasEmpty : list.kind === 'empty';
  if (isEmpty !== wasEmpty) setWasEmpty(isEmpty);
  return list.kind === 'waiting' && wasEmpty ? { kind: 'empty' } : list;
}
