// Who is here and how they reach the API, for every component; another identity gets another cache and socket.
import { createContext, type ReactNode, use, useEffect, useMemo, useRef, useState } from 'react';
import { Provider } from 'urql';
import { type Credentials, SessionEnded } from './appsync/types';
import { credentialsOf, GUEST, type Identity, onElsewhere, restore } from './auth/session';
import type { Config } from './config';
import { type Api, makeApi } from './graphql/api';
import { wordsNow } from './messages/words';
import { forgetWords } from './offline/kept-words';
import { forgetPictures } from './offline/worker';
import { say } from './ui/notices';

interface Session {
  config: Config;
  identity: Identity;
  api: Api;
  /** The signed-in person's user id, null for a guest. */
  viewerId: string | null;
  become: (identity: Identity) => void;
}

const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('There is no session around this component.');
  return session;
}

interface Props {
  config: Config;
  initial: Identity;
  children: ReactNode;
}

export function SessionProvider({ config, initial, children }: Props) {
  const [identity, become] = useState(initial);
  const api = useMemo(() => makeApi(config, ending(credentialsOf(identity, config), () => become(GUEST)), ownerOf(identity)), [config, identity]);
  const last = useRef(api);
  useEffect(() => {
    let newest = 0;
    return onElsewhere(config, () => {
      const mine = ++newest;
      void restore(config).then((found) => {
        if (mine === newest) become((known) => (isSame(known, found) ? known : found));
      });
    });
  }, [config]);
  useEffect(() => () => api.realtime.close(), [api]);
  // Whoever comes next finds nothing of what was read before.
  useEffect(() => {
    if (last.current === api) return;
    void last.current.forget();
    forgetPictures();
    forgetWords();
    last.current = api;
  }, [api]);
  const session = useMemo(
    () => ({ config, identity, api, viewerId: identity.kind === 'person' ? identity.userId : null, become }),
    [config, identity, api],
  );
  return (
    <SessionContext value={session}>
      <Provider value={api.client}>{children}</Provider>
    </SessionContext>
  );
}

/** Credentials that tell when the session behind them is over. */
function ending(credentials: Credentials, ended: () => void): Credentials {
  return async (asked) => {
    try {
      return await credentials(asked);
    } catch (error) {
      if (error instanceof SessionEnded) {
        say(wordsNow().sessionEnded);
        ended();
      }
      throw error;
    }
  };
}

function isSame(one: Identity, other: Identity): boolean {
  return one.kind === 'person' && other.kind === 'person' ? one.userId === other.userId : one.kind === other.kind;
}

function ownerOf(identity: Identity): string {
  return identity.kind === 'person' ? identity.userId : identity.kind;
}
