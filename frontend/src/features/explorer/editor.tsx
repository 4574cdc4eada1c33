// GraphiQL on this site's own transport; it loads after the page around it, being most of what there is to load.
import 'graphiql/style.css';
import './workers';
import { buildSchema } from 'graphql';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { useGraphiQL } from '@graphiql/react';
import { useEffect, useMemo } from 'react';
import clientSchema from '../../../schema.client.graphql?raw';
import type { Fetcher } from '@graphiql/toolkit';
import { EXAMPLES } from './examples';
import { errorCataloguePlugin } from './error-catalogue';
import { examplesPlugin } from './examples-plugin';
import { useWords } from './messages/words';
import type { SeenIds } from './seen-ids';

const FIRST = EXAMPLES.find((example) => example.name === 'feed');
// The schema is bundled, so that the explorer works where introspection is switched off.
const SCHEMA = buildSchema(clientSchema, { assumeValidSDL: true });

export function Editor({ fetcher, ids }: { fetcher: Fetcher; ids: SeenIds }) {
  const words = useWords();
  const plugins = useMemo(
    () => [examplesPlugin(words, (variables) => ids.fill(variables)), errorCataloguePlugin(words), HISTORY_PLUGIN],
    [ids, words],
  );
  return (
    <GraphiQL
      fetcher={fetcher}
      schema={SCHEMA}
      plugins={plugins}
      {...(isNarrow() ? {} : { visiblePlugin: words.examples })}
      initialQuery={FIRST?.query ?? ''}
      initialVariables={FIRST?.variables ?? ''}
      defaultTabs={FIRST ? [{ query: FIRST.query, variables: FIRST.variables }] : []}
      shouldPersistHeaders={false}
      storage={MEMORY}
    >
      <TabLeaves />
    </GraphiQL>
  );
}

/** Tab leads out of the editors instead of indenting, so that nobody is caught in them. */
function TabLeaves() {
  const query = useGraphiQL((state) => state.queryEditor);
  const variables = useGraphiQL((state) => state.variableEditor);
  const headers = useGraphiQL((state) => state.headerEditor);
  const response = useGraphiQL((state) => state.responseEditor);
  useEffect(() => {
    for (const editor of [query, variables, headers, response]) editor?.updateOptions({ tabFocusMode: true });
  }, [query, variables, headers, response]);
  return null;
}

/** On a phone or tablet the examples would leave no room for the editor; they open by their button. */
const isNarrow = () => matchMedia('(max-width: 60rem)').matches;

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
