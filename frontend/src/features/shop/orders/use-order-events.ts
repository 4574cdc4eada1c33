// Orders that change while their buyer or seller looks at them. There is no log to catch up on: what was missed is read with the page.
import { useEffect, useRef } from 'react';
import { useSubscription } from 'urql';
import { useSession } from '../../../shared/session-context';
import { ON_ORDER } from './events';

/** Hear of the viewer's orders, and reload the page whenever the server has begun to tell of them, or something was missed. */
export function useOrderEvents(reload: () => void): void {
  const { api, viewerId } = useSession();
  const latestReload = useRef(reload);
  useSubscription({ query: ON_ORDER, variables: { userId: viewerId ?? '' }, pause: viewerId === null });

  useEffect(() => {
    latestReload.current = reload;
  });

  useEffect(() => {
    const stops = [
      api.onSubscriptionStarted(({ operationName }) => {
        if (operationName === 'OnOrder') latestReload.current();
        return Promise.resolve();
      }),
      api.onEventGap((topic) => {
        if (topic === viewerId) latestReload.current();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [api, viewerId]);
}
