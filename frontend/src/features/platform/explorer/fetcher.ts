// GraphiQL's fetcher: queries over HTTP, subscriptions over the realtime socket, events into the log.
import { getOperationAST, Kind, type OperationDefinitionNode, OperationTypeNode, parse } from 'graphql';
import type { Fetcher } from '@graphiql/toolkit';
import { executeRequest } from '../../../shared/appsync/http';
import type { Realtime } from '../../../shared/appsync/realtime';
import {
  AppSyncError,
  type Credentials,
  type GraphQLResponse,
  type GraphQLRequest,
} from '../../../shared/appsync/types';
import type { EventLog } from './event-log';
import { getMessages } from './messages/use-messages';

interface Options {
  url: string;
  credentials: Credentials;
  realtime: Realtime;
  log: EventLog;
  /** Called with every response to a query or mutation. */
  onResponse: (answer: GraphQLResponse) => void;
}

export function createFetcher({ url, credentials, realtime, log, onResponse }: Options): Fetcher {
  async function executeOperation(request: GraphQLRequest): Promise<GraphQLResponse> {
    try {
      const answer = await executeRequest(url, credentials, renewKeys(request));
      onResponse(answer);
      return answer;
    } catch (error) {
      return { errors: [{ message: String(error) }] };
    }
  }
  return ((request: GraphQLRequest) => {
    const operation = getOperationAST(parse(request.query), request.operationName);
    return operation?.operation === OperationTypeNode.SUBSCRIPTION
      ? subscribe(realtime, request, log, getFieldName(operation))
      : executeOperation(request);
  }) as Fetcher;
}

/** Replace the placeholder `key_` by a fresh idempotency key, so that an example can be run again. */
function renewKeys({ variables, ...request }: GraphQLRequest): GraphQLRequest {
  if (!variables) return request;
  const json = JSON.stringify(variables).replaceAll('"key_"', () => JSON.stringify(crypto.randomUUID()));
  return { ...request, variables: JSON.parse(json) as NonNullable<GraphQLRequest['variables']> };
}

function getFieldName({ selectionSet }: OperationDefinitionNode): string {
  const [field] = selectionSet.selections;
  return field?.kind === Kind.FIELD ? field.name.value : 'subscription';
}

/** Yield each event, until GraphiQL unsubscribes or the server ends the subscription. */
function subscribe(
  realtime: Realtime,
  request: GraphQLRequest,
  log: EventLog,
  name: string,
): AsyncIterable<GraphQLResponse> {
  // GraphiQL requests the iterator again to end it: it must be the same one.
  const iterator = createIterator(
    new ReadableStream<GraphQLResponse>(createEventSource(realtime, request, log, name)).getReader(),
  );
  return { [Symbol.asyncIterator]: () => iterator };
}

function createEventSource(
  realtime: Realtime,
  request: GraphQLRequest,
  log: EventLog,
  name: string,
): UnderlyingDefaultSource<GraphQLResponse> {
  let stop = () => {};
  return {
    start(events) {
      const stopListening = log.startListening(name);
      const unsubscribe = realtime.subscribe(request, {
        next: (answer) => {
          log.record(name, 'event', answer);
          events.enqueue(answer);
        },
        complete: () => {
          stopListening();
          events.close();
        },
        error: (error) => {
          const errors = error instanceof AppSyncError ? error.errors : [{ message: error.message }];
          log.record(name, 'refused', { errors });
          stopListening();
          events.enqueue({ errors });
          events.close();
        },
        started: (again) => {
          log.record(name, again ? 'startedAgain' : 'started');
          events.enqueue({
            data: { listening: again ? getMessages().resubscribedHint : getMessages().subscribedHint },
          });
        },
      });
      stop = () => {
        stopListening();
        unsubscribe();
      };
    },
    cancel: () => stop(),
  };
}

function createIterator(reader: ReadableStreamDefaultReader<GraphQLResponse>): AsyncIterator<GraphQLResponse> {
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
