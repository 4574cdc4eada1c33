// Listen while a component is shown, and read what was missed each time the server begins to listen.
import { stringifyDocument, type TypedDocumentNode } from '@urql/core';
import { Kind } from 'graphql';
import { useEffect, useRef } from 'react';
import { useSubscription } from 'urql';
import type { Json } from '../appsync/types';
import { useSession } from '../session-context';
import type { Api } from './api';
import { CatchUp, type Reading } from './catch-up';
import { graphql, type ResultOf } from './graphql';

const EVENTS_SINCE = graphql(`
  query EventsSince($cursor: ID!) {
    eventsSince(cursor: $cursor) {
      edges {
        node {
          __typename
          id
          sequence
          at
          ... on CommentEvent { postId commentId parentId comments }
          ... on LikesEvent { postId subjectId likes }
          ... on PhotoProcessingEvent { postId photoId step status attempt photoState labels { name confidence } }
          ... on NotificationEvent { userId notificationId unread }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

interface Listening<V> {
  document: TypedDocumentNode<unknown, V>;
  variables: V;
  /** The `eventsCursor` of the page that is shown; undefined until it was read. */
  cursor: string | null | undefined;
  /** Read the page again, past the cache: called where the log does not reach back to it. */
  reread: () => void;
  isPaused?: boolean;
}

/** Listen to a topic. What is heard changes the cache; nothing is returned. */
export function useLive<V extends Record<string, string>>({ document, variables, cursor, reread, isPaused = false }: Listening<V>): void {
  const { api } = useSession();
  useSubscription({ query: document, variables, pause: isPaused });
  const catchUp = useRef<CatchUp | null>(null);
  const rereading = useRef(reread);
  const key = JSON.stringify(variables);

  useEffect(() => {
    rereading.current = reread;
  });

  useEffect(() => {
    const { operationName, field } = namesOf(document);
    const topic = { operationName, variables: JSON.parse(key) as V };
    const about = Object.values(topic.variables);
    const tell = (event: Json) => api.replay(topic, { data: { [field]: event } });
    const made = new CatchUp({ read: (place) => readSince(api, place, tell), reread: () => rereading.current() });
    catchUp.current = made;
    const stops = [
      api.onStarted((request) => {
        if (request.operationName === operationName && JSON.stringify(request.variables) === key) made.want();
      }),
      api.onGap((topic) => {
        if (about.includes(topic)) made.want();
      }),
      () => made.end(),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [api, document, key]);

  useEffect(() => {
    if (cursor) catchUp.current?.begin(cursor);
  }, [cursor, api, document, key]);
}

/**
 * Read a page of the log, past the cache, and tell each event as if it came live.
 * graphcache asks nothing again for what a query's answer invalidates while another query is under way; for events it does.
 */
async function readSince(api: Api, cursor: string, tell: (event: Json) => void): Promise<Reading> {
  const { data } = await api.aside({ operationName: 'EventsSince', query: stringifyDocument(EVENTS_SINCE), variables: { cursor } });
  const page = (data as ResultOf<typeof EVENTS_SINCE> | null | undefined)?.eventsSince;
  if (!page) return 'gone';
  for (const { node } of page.edges) if (node) tell(node);
  return { end: page.pageInfo.endCursor, hasMore: page.pageInfo.hasNextPage };
}

/** The name of a subscription, and its one field. */
function namesOf(document: TypedDocumentNode<unknown, never>): { operationName: string; field: string } {
  const [definition] = document.definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION || !definition.name) throw new Error('Only a named subscription can be listened to.');
  const [selection] = definition.selectionSet.selections;
  if (selection?.kind !== Kind.FIELD) throw new Error('A subscription asks for one field.');
  return { operationName: definition.name.value, field: selection.name.value };
}
