// The session: who is signed in, and their API client. A new identity gets a new cache and socket.
import { createContext, type ReactNode, use, useEffect, useMemo, useRef, useState } from 'react';
import { Provider } from 'urql';
import { type Credentials, SessionEnded } from './appsync/types';
import { GUEST, type Identity } from './auth/identity';
import { createCredentials, onSignInElsewhere, restoreIdentity } from './auth/session';
import type { Config } from './config';
import { type Api, createApi } from './graphql/api';
import type { CacheRules } from './graphql/cache-rules';
import { getMessages } from './messages/use-messages';
import { clearUnsentText } from './offline/unsent-text';
import { clearCachedPictures } from './offline/service-worker';
import { notify } from './ui/notices';

interface Session {
  config: Config;
  identity: Identity;
  api: Api;
  /** The signed-in person's user id, null for a guest. */
  viewerId: string | null;
  setIdentity: (identity: Identity) => void;
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
  cacheRules: readonly CacheRules[];
  children: ReactNode;
}

export function SessionProvider({ config, initial, cacheRules, children }: Props) {
  const [identity, setIdentity] = useState(initial);
  const api = useMemo(
    () =>
      createApi(
        config,
        notifySessionEnd(createCredentials(identity, config), () => setIdentity(GUEST)),
        getCacheOwner(identity),
        cacheRules,
      ),
    [config, identity, cacheRules],
  );
  const previousApi = useRef(api);
  useEffect(() => {
    let latestAttempt = 0;
    return onSignInElsewhere(config, () => {
      const attempt = ++latestAttempt;
      void restoreIdentity(config).then((found) => {
        if (attempt === latestAttempt) setIdentity((known) => (isSameIdentity(known, found) ? known : found));
      });
    });
  }, [config]);
  useEffect(() => () => api.realtime.close(), [api]);
  // The next person on this browser must not find what was read before.
  useEffect(() => {
    if (previousApi.current === api) return;
    void previousApi.current.clearStoredCache();
    clearCachedPictures();
    clearUnsentText();
    previousApi.current = api;
  }, [api]);
  const session = useMemo(
    () => ({ config, identity, api, viewerId: identity.kind === 'person' ? identity.userId : null, setIdentity }),
    [config, identity, api],
  );
  return (
    <SessionContext value={session}>
      <Provider value={api.client}>{children}</Provider>
    </SessionContext>
  );
}

/** Wrap credentials to notify the person and call `onEnd` when the session has ended. */
function notifySessionEnd(credentials: Credentials, onEnd: () => void): Credentials {
  return async (options) => {
    try {
      return await credentials(options);
    } catch (error) {
      if (error instanceof SessionEnded) {
        notify(getMessages().sessionEnded);
        onEnd();
      }
      throw error;
    }
  };
}

function isSameIdentity(one: Identity, other: Identity): boolean {
  return one.kind === 'person' && other.kind === 'person' ? one.userId === other.userId : one.kind === other.kind;
}

function getCacheOwner(identity: Identity): string {
  return identity.kind === 'person' ? identity.userId : identity.kind;
}
