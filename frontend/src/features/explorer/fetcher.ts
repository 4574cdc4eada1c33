// GraphiQL's way to AppSync: queries by HTTP, subscriptions over the realtime socket.
import { getOperationAST, OperationTypeNode, parse } from 'graphql';
import type { Fetcher } from '@graphiql/toolkit';
import { execute } from '../../shared/appsync/http';
import type { Realtime } from '../../shared/appsync/realtime';
import { AppSyncError, type Credentials, type GraphQLAnswer, type GraphQLRequest } from '../../shared/appsync/types';

/** Make the fetcher; `seen` is told of every answer to a query or mutation. */
export function fetcherFor(
  url: string,
  credentials: Credentials,
  realtime: Realtime,
  seen: (answer: GraphQLAnswer) => void,
): Fetcher {
  async function ask(request: GraphQLRequest): Promise<GraphQLAnswer> {
    try {
      const answer = await execute(url, credentials, request);
      seen(answer);
      return answer;
    } catch (error) {
      return { errors: [{ message: String(error) }] };
    }
  }
  return ((request: GraphQLRequest) => (isSubscription(request) ? listen(realtime, request) : ask(request))) as Fetcher;
}

function isSubscription({ query, operationName }: GraphQLRequest): boolean {
  return getOperationAST(parse(query), operationName)?.operation === OperationTypeNode.SUBSCRIPTION;
}

/** Yield each event as it arrives, until GraphiQL stops listening or the server ends it. */
function listen(realtime: Realtime, request: GraphQLRequest): AsyncIterable<GraphQLAnswer> {
  const stream = new ReadableStream<GraphQLAnswer>(source(realtime, request));
  return { [Symbol.asyncIterator]: () => drain(stream.getReader()) };
}

function source(realtime: Realtime, request: GraphQLRequest): UnderlyingDefaultSource<GraphQLAnswer> {
  let stop = () => {};
  return {
    start(events) {
      stop = realtime.subscribe(request, {
        next: (answer) => events.enqueue(answer),
        complete: () => events.close(),
        error: (error) => {
          events.enqueue({ errors: error instanceof AppSyncError ? error.problems : [{ message: error.message }] });
          events.close();
        },
        started: (again) => events.enqueue({ data: { listening: again ? AGAIN : NOW } }),
      });
    },
    cancel: () => stop(),
  };
}

const NOW = 'Events appear here as they happen.';
const AGAIN = 'Listening again after a break: eventsSince tells what was missed.';

function drain(reader: ReadableStreamDefaultReader<GraphQLAnswer>): AsyncIterator<GraphQLAnswer> {
  return {
    next: async () => {
      const { done, value } = await reader.read();
      return done ? { done: true, value: undefined } : { done: false, value };
    },
    return: async () => {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
}
