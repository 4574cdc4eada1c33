// GraphiQL on the site's own transport; loaded after the page, because it is large.
import 'graphiql/style.css';
import './workers';
import { buildSchema } from 'graphql';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { useGraphiQL } from '@graphiql/react';
import { useEffect, useMemo, useState } from 'react';
import clientSchema from '../../../../schema.client.graphql?raw';
import type { Fetcher } from '@graphiql/toolkit';
import { EXAMPLES } from './examples';
import { errorCataloguePlugin } from './error-catalogue';
import { examplesPlugin } from './examples-plugin';
import { useMessages } from './messages/use-messages';
import type { KnownIds } from './known-ids';
import { createTabStorage, readActiveTab } from './stored-tabs';

const FIRST_EXAMPLE = EXAMPLES.find((example) => example.name === 'feed');
// The schema is bundled, so that the explorer works where introspection is switched off.
const SCHEMA = buildSchema(clientSchema, { assumeValidSDL: true });

export function Editor({ fetcher, ids }: { fetcher: Fetcher; ids: KnownIds }) {
  const messages = useMessages();
  const [opened] = useState(() => readActiveTab(sessionStorage) ?? FIRST_EXAMPLE);
  const [storage] = useState(() => createTabStorage(sessionStorage));
  const plugins = useMemo(
    () => [
      examplesPlugin(messages, (variables) => ids.fill(variables)),
      errorCataloguePlugin(messages),
      HISTORY_PLUGIN,
    ],
    [ids, messages],
  );
  return (
    <GraphiQL
      fetcher={fetcher}
      schema={SCHEMA}
      plugins={plugins}
      {...(isNarrow() ? {} : { visiblePlugin: messages.examples })}
      initialQuery={opened?.query ?? ''}
      initialVariables={opened?.variables ?? ''}
      defaultTabs={FIRST_EXAMPLE ? [{ query: FIRST_EXAMPLE.query, variables: FIRST_EXAMPLE.variables }] : []}
      shouldPersistHeaders={false}
      storage={storage}
    >
      <LeaveEditorByTab />
    </GraphiQL>
  );
}

/** Tab leaves the editors instead of indenting, so that keyboard users are not trapped. */
function LeaveEditorByTab() {
  const query = useGraphiQL((state) => state.queryEditor);
  const variables = useGraphiQL((state) => state.variableEditor);
  const headers = useGraphiQL((state) => state.headerEditor);
  const response = useGraphiQL((state) => state.responseEditor);
  useEffect(() => {
    for (const editor of [query, variables, headers, response]) editor?.updateOptions({ tabFocusMode: true });
  }, [query, variables, headers, response]);
  return null;
}

/** On narrow screens the examples would leave no room for the editor. */
const isNarrow = () => matchMedia('(max-width: 60rem)').matches;
