// Subscribes while a component is mounted, and reads missed events each time the server starts the subscription.
import type { TypedDocumentNode } from '@urql/core';
import { useEffect, useRef } from 'react';
import { useSubscription } from 'urql';
import type { Json } from '../appsync/types';
import { useSession } from '../session-context';
import type { Api } from './api';
import { CatchUp, type LogPage } from './catch-up';

/** Errors of `eventsSince` that no other attempt changes. All others pass: the log is read again. */
const FINAL_REFUSALS = new Set([
  'InvalidCursor',
  'NotFound',
  'Forbidden',
  'Unauthenticated',
  'Unauthorized',
  'UnauthorizedException',
]);

/** The response of the composed query. */
interface EventsSince {
  eventsSince: {
    edges: { node: Json }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  } | null;
}

interface LiveTopic<V> {
  document: TypedDocumentNode<unknown, V>;
  variables: V;
  /** The `eventsCursor` of the page that is shown; undefined until it has loaded. */
  cursor: string | null | undefined;
  /** Reload the page past the cache; called when the log does not reach back to the cursor. */
  reload: () => void;
  isPaused?: boolean;
}

/** Subscribe to a topic. Events change the cache; nothing is returned. */
export function useLiveEvents<V extends Record<string, string>>({
  document,
  variables,
  cursor,
  reload,
  isPaused = false,
}: LiveTopic<V>): void {
  const { api } = useSession();
  useSubscription({ query: document, variables, pause: isPaused });
  const catchUp = useRef<CatchUp | null>(null);
  const latestReload = useRef(reload);
  const key = JSON.stringify(variables);

  useEffect(() => {
    latestReload.current = reload;
  });

  useEffect(() => {
    const { operationName, field } = getTopicNames(document);
    const topic = { operationName, variables: JSON.parse(key) as V };
    const subjectIds = Object.values(topic.variables);
    const replay = (event: Json) => api.replay(topic, { data: { [field]: event } });
    const catchUpOfTopic = new CatchUp({
      readPage: (place) => readEventsSince(api, place, replay),
      reloadPage: () => latestReload.current(),
    });
    catchUp.current = catchUpOfTopic;
    const stops = [
      api.onSubscriptionStarted((request) => {
        const isOurs = request.operationName === operationName && JSON.stringify(request.variables) === key;
        return isOurs ? catchUpOfTopic.request() : Promise.resolve();
      }),
      api.onEventGap((topic) => {
        if (subjectIds.includes(topic)) void catchUpOfTopic.request();
      }),
      () => catchUpOfTopic.stop(),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [api, document, key]);

  useEffect(() => {
    if (cursor) catchUp.current?.setCursor(cursor);
  }, [cursor, api, document, key]);
}

/**
 * Read a page of the log past the cache, and replay each event as if it had arrived live.
 * While another query is in flight, graphcache does not refetch what a query's response invalidates; for events it does.
 */
async function readEventsSince(api: Api, cursor: string, replay: (event: Json) => void): Promise<LogPage> {
  const { data, errors } = await api.executeUncached({
    operationName: 'EventsSince',
    query: api.eventsSinceQuery,
    variables: { cursor },
  });
  const page = (data as EventsSince | null | undefined)?.eventsSince;
  if (!page) {
    const errorType = errors?.[0]?.errorType;
    if (errorType && FINAL_REFUSALS.has(errorType)) return 'gone';
    throw new Error(`What was missed could not be read: ${errorType ?? 'no answer'}`);
  }
  for (const { node } of page.edges) if (node) replay(node);
  return { endCursor: page.pageInfo.endCursor, hasMore: page.pageInfo.hasNextPage };
}

/** Return a subscription's operation name and its one field. */
function getTopicNames(document: TypedDocumentNode<unknown, never>): { operationName: string; field: string } {
  const [definition] = document.definitions;
  if (!definition || !('operation' in definition) || !definition.name)
    throw new Error('Only a named subscription can be listened to.');
  const [selection] = definition.selectionSet.selections;
  // A fragment has no name, a spread no selection.
  if (!selection || !('name' in selection) || !('selectionSet' in selection))
    throw new Error('A subscription asks for one field.');
  return { operationName: definition.name.value, field: selection.name.value };
}
