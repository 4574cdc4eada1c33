// Who is here and how they reach the API, for every component; another identity gets another cache and socket.
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { Provider } from 'urql';
import { credentialsOf, type Identity } from './auth/session';
import type { Config } from './config';
import { type Api, makeApi } from './graphql/api';

export interface Session {
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
  const api = useMemo(() => makeApi(config, credentialsOf(identity, config)), [config, identity]);
  useEffect(() => () => api.realtime.close(), [api]);
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
