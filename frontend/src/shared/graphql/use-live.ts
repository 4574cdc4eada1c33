// Listen while a component is shown, and read what was missed each time the server begins to listen.
import type { TypedDocumentNode } from '@urql/core';
import { Kind } from 'graphql';
import { useEffect, useRef } from 'react';
import { useSubscription } from 'urql';
import { useSession } from '../session-context';
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
          ... on NotificationEvent { userId unread }
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
  isPaused?: boolean;
}

/** Listen to a topic. What is heard changes the cache; nothing is returned. */
export function useLive<V extends Record<string, string>>({ document, variables, cursor, isPaused = false }: Listening<V>): void {
  const { api } = useSession();
  useSubscription({ query: document, variables, pause: isPaused });
  const place = useRef<string | null>(null);
  const key = JSON.stringify(variables);

  useEffect(() => {
    place.current ??= cursor ?? null;
  }, [cursor]);

  useEffect(() => {
    place.current = null;
    const name = nameOf(document);
    return api.onStarted((request) => {
      if (request.operationName === name && JSON.stringify(request.variables) === key) void catchUp();
    });
    async function catchUp() {
      for (let hasMore = place.current !== null; hasMore; ) {
        const { data } = await api.client.query(EVENTS_SINCE, { cursor: place.current ?? '' }, { requestPolicy: 'network-only' });
        const page = data?.eventsSince;
        place.current = page?.pageInfo.endCursor ?? place.current;
        hasMore = page?.pageInfo.hasNextPage ?? false;
      }
    }
  }, [api, document, key]);
}

function nameOf(document: TypedDocumentNode<unknown, never>): string | undefined {
  const [definition] = document.definitions;
  return definition?.kind === Kind.OPERATION_DEFINITION ? definition.name?.value : undefined;
}
