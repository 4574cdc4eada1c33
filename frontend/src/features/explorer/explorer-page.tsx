// The explorer: GraphiQL on this site's own transport, as a guest or as somebody signed in.
import 'graphiql/style.css';
import './workers';
import './explorer.css';
import { buildSchema } from 'graphql';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { useEffect, useMemo, useState } from 'react';
import clientSchema from '../../../schema.client.graphql?raw';
import { execute } from '../../shared/appsync/http';
import type { Status } from '../../shared/appsync/realtime';
import { credentialsOf } from '../../shared/auth/session';
import { useSession } from '../../shared/session-context';
import { EXAMPLES } from './examples';
import { fetcherFor } from './fetcher';
import { IdentitySwitch } from './identity-switch';
import { ERROR_CATALOGUE_PLUGIN } from './error-catalogue';
import { examplesPlugin } from './examples-plugin';
import { PROBE, SeenIds } from './seen-ids';

const FIRST = EXAMPLES.find((example) => example.name === 'feed');
// The schema is bundled, so that the explorer works where introspection is switched off.
const SCHEMA = buildSchema(clientSchema, { assumeValidSDL: true });

export function ExplorerPage() {
  const { config, identity, api, become } = useSession();
  const [ids] = useState(() => new SeenIds());
  const [status, setStatus] = useState<Status>({ state: 'idle' });
  const credentials = useMemo(() => credentialsOf(identity, config), [identity, config]);
  const { realtime } = api;
  useEffect(() => realtime.onStatus(setStatus), [realtime]);
  const fetcher = useMemo(
    () => fetcherFor(config.graphqlUrl, credentials, realtime, (answer) => ids.note(answer.data)),
    [config, credentials, realtime, ids],
  );
  useEffect(() => {
    if (identity.kind === 'person') ids.note({ viewer: { handle: '', id: identity.userId } });
    // Nothing is lost where this fails: the examples then keep their placeholders.
    execute(config.graphqlUrl, credentials, { query: PROBE }).then((answer) => ids.note(answer.data), () => undefined);
  }, [config, credentials, identity, ids]);
  const plugins = useMemo(
    () => [examplesPlugin((variables) => ids.fill(variables)), ERROR_CATALOGUE_PLUGIN, HISTORY_PLUGIN],
    [ids],
  );

  return (
    <div className="explorer">
      <header className="explorer-bar">
        <a href="/" className="explorer-home">
          <img src="/waymark.svg" alt="" width="24" height="24" /> Waymark
        </a>
        <span className={`explorer-status ${status.state}`} role="status">
          {SAID[status.state]}
        </span>
        <IdentitySwitch config={config} identity={identity} onChange={become} />
      </header>
      <GraphiQL
        fetcher={fetcher}
        schema={SCHEMA}
        plugins={plugins}
        visiblePlugin="Examples"
        initialQuery={FIRST?.query ?? ''}
        initialVariables={FIRST?.variables ?? ''}
        defaultTabs={FIRST ? [{ query: FIRST.query, variables: FIRST.variables }] : []}
        shouldPersistHeaders={false}
        storage={MEMORY}
      />
    </div>
  );
}

const SAID: Record<Status['state'], string> = {
  idle: 'not listening',
  connecting: 'connecting …',
  live: 'live',
  offline: 'offline: reconnecting …',
};

// Tabs live as long as the page: an example that was chosen must not be shadowed by yesterday's text.
const kept = new Map<string, string>();
const MEMORY = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
  clear: () => kept.clear(),
  get length() {
    return kept.size;
  },
};
