// The explorer: GraphiQL as a guest or as somebody signed in, and what its subscriptions heard.
import './explorer.css';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { execute } from '../../shared/appsync/http';
import type { Status } from '../../shared/appsync/realtime';
import { credentialsOf } from '../../shared/auth/session';
import { useSession } from '../../shared/session-context';
import { Waiting } from '../../shared/ui/state';
import { EventLog } from './event-log';
import { EventPanel } from './event-panel';
import { fetcherFor } from './fetcher';
import { IdentitySwitch } from './identity-switch';
import { useWords } from './messages/words';
import { PROBE, SeenIds } from './seen-ids';

const Editor = lazy(async () => ({ default: (await import('./editor')).Editor }));

export function ExplorerPage() {
  const words = useWords();
  const { config, identity, api, become } = useSession();
  const [ids] = useState(() => new SeenIds());
  const [log] = useState(() => new EventLog());
  const [status, setStatus] = useState<Status>({ state: 'idle' });
  const credentials = useMemo(() => credentialsOf(identity, config), [identity, config]);
  const { realtime } = api;
  useEffect(() => realtime.onStatus(setStatus), [realtime]);
  const fetcher = useMemo(
    () => fetcherFor({ url: config.graphqlUrl, credentials, realtime, log, seen: (answer) => ids.note(answer.data) }),
    [config, credentials, realtime, log, ids],
  );
  useEffect(() => {
    if (identity.kind === 'person') ids.note({ viewer: { handle: '', id: identity.userId } });
    // Nothing is lost where this fails: the examples then keep their placeholders.
    execute(config.graphqlUrl, credentials, { query: PROBE }).then((answer) => ids.note(answer.data), () => undefined);
  }, [config, credentials, identity, ids]);

  return (
    <main className="explorer" dir="ltr" /* as code and GraphiQL run, in every language */>
      <title>GraphQL · Waymark</title>
      <h1 className="hidden">{words.title}</h1>
      <header className="explorer-bar">
        <a href="/" className="explorer-home">
          <img src="/waymark.svg" alt="" width="24" height="24" /> Waymark
        </a>
        <span className={`explorer-status ${status.state}`} role="status">
          {words[status.state]}
        </span>
        <IdentitySwitch config={config} identity={identity} onChange={become} />
      </header>
      <Suspense fallback={<Waiting what={words.opening} />}>
        <Editor fetcher={fetcher} ids={ids} />
      </Suspense>
      <EventPanel log={log} />
    </main>
  );
}
