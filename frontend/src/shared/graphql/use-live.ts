// Listen while a component is shown, and read what was missed each time the server begins to listen.
import type { TypedDocumentNode } from '@urql/core';
import { Kind } from 'graphql';
import { useEffect, useRef } from 'react';
import { useSubscription } from 'urql';
import { useSession } from '../session-context';
import type { Api } from './api';
import { CatchUp, type Reading } from './catch-up';
import { graphql } from './graphql';

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
    const name = nameOf(document);
    const about = Object.values(JSON.parse(key) as V);
    const made = new CatchUp({ read: (place) => readSince(api, place), reread: () => rereading.current() });
    catchUp.current = made;
    const stops = [
      api.onStarted((request) => {
        if (request.operationName === name && JSON.stringify(request.variables) === key) made.want();
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

async function readSince(api: Api, cursor: string): Promise<Reading> {
  const { data, error } = await api.client.query(EVENTS_SINCE, { cursor }, { requestPolicy: 'network-only' });
  if (error?.networkError) throw error.networkError;
  const page = data?.eventsSince;
  return page ? { end: page.pageInfo.endCursor, hasMore: page.pageInfo.hasNextPage } : 'gone';
}

function nameOf(document: TypedDocumentNode<unknown, never>): string | undefined {
  const [definition] = document.definitions;
  return definition?.kind === Kind.OPERATION_DEFINITION ? definition.name?.value : undefined;
}
