// The explorer: GraphiQL as a guest or a person, and the log of received events.
import './explorer.css';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { executeRequest } from '../../../shared/appsync/http';
import type { Status } from '../../../shared/appsync/connection-status';
import { createCredentials } from '../../../shared/auth/session';
import { useSession } from '../../../shared/session-context';
import { Loading } from '../../../shared/ui/state';
import { EventLog } from './event-log';
import { EventPanel } from './event-panel';
import { createFetcher } from './fetcher';
import { IdentitySwitch } from './identity-switch';
import { useMessages } from './messages/use-messages';
import { SAMPLE_QUERY, KnownIds } from './known-ids';

const Editor = lazy(async () => ({ default: (await import('./editor')).Editor }));

export function ExplorerPage() {
  const messages = useMessages();
  const { config, identity, api, setIdentity } = useSession();
  const [ids] = useState(() => new KnownIds());
  const [log] = useState(() => new EventLog());
  const [status, setStatus] = useState<Status>({ state: 'idle' });
  const credentials = useMemo(() => createCredentials(identity, config), [identity, config]);
  const { realtime } = api;
  useEffect(() => realtime.onStatus(setStatus), [realtime]);
  const fetcher = useMemo(
    () =>
      createFetcher({
        url: config.graphqlUrl,
        credentials,
        realtime,
        log,
        onResponse: (answer) => ids.collect(answer.data),
      }),
    [config, credentials, realtime, log, ids],
  );
  useEffect(() => {
    if (identity.kind === 'person') ids.collect({ viewer: { handle: '', id: identity.userId } });
    // If this fails, the examples keep their placeholders.
    executeRequest(config.graphqlUrl, credentials, { query: SAMPLE_QUERY }).then(
      (answer) => ids.collect(answer.data),
      () => undefined,
    );
  }, [config, credentials, identity, ids]);

  return (
    <main className="explorer" dir="ltr" /* as code and GraphiQL run, in every language */>
      <title>GraphQL · Waymark</title>
      <h1 className="hidden">{messages.title}</h1>
      <header className="explorer-bar">
        <a href="/" className="explorer-home">
          <img src="/waymark.svg" alt="" width="24" height="24" /> Waymark
        </a>
        <span className={`explorer-status ${status.state}`} role="status">
          {messages[status.state]}
        </span>
        <IdentitySwitch config={config} identity={identity} onChange={setIdentity} />
      </header>
      <Suspense fallback={<Loading what={messages.loading} />}>
        <Editor fetcher={fetcher} ids={ids} />
      </Suspense>
      <EventPanel log={log} />
    </main>
  );
}
