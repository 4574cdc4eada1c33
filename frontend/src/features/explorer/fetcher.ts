// GraphiQL's way to AppSync: queries by HTTP, subscriptions over the realtime socket, all they hear into the log.
import { getOperationAST, Kind, type OperationDefinitionNode, OperationTypeNode, parse } from 'graphql';
import type { Fetcher } from '@graphiql/toolkit';
import { execute } from '../../shared/appsync/http';
import type { Realtime } from '../../shared/appsync/realtime';
import { AppSyncError, type Credentials, type GraphQLAnswer, type GraphQLRequest } from '../../shared/appsync/types';
import type { EventLog } from './event-log';
import { wordsNow } from './messages/words';

interface Options {
  url: string;
  credentials: Credentials;
  realtime: Realtime;
  log: EventLog;
  /** Told of every answer to a query or mutation. */
  seen: (answer: GraphQLAnswer) => void;
}

export function fetcherFor({ url, credentials, realtime, log, seen }: Options): Fetcher {
  async function ask(request: GraphQLRequest): Promise<GraphQLAnswer> {
    try {
      const answer = await execute(url, credentials, request);
      seen(answer);
      return answer;
    } catch (error) {
      return { errors: [{ message: String(error) }] };
    }
  }
  return ((request: GraphQLRequest) => {
    const operation = getOperationAST(parse(request.query), request.operationName);
    return operation?.operation === OperationTypeNode.SUBSCRIPTION ? listen(realtime, request, log, fieldOf(operation)) : ask(request);
  }) as Fetcher;
}

function fieldOf({ selectionSet }: OperationDefinitionNode): string {
  const [field] = selectionSet.selections;
  return field?.kind === Kind.FIELD ? field.name.value : 'subscription';
}

/** Yield each event as it arrives, until GraphiQL stops listening or the server ends it. */
function listen(realtime: Realtime, request: GraphQLRequest, log: EventLog, name: string): AsyncIterable<GraphQLAnswer> {
  // GraphiQL asks for the iterator again when it stops: it must be the same one.
  const iterator = drain(new ReadableStream<GraphQLAnswer>(source(realtime, request, log, name)).getReader());
  return { [Symbol.asyncIterator]: () => iterator };
}

function source(realtime: Realtime, request: GraphQLRequest, log: EventLog, name: string): UnderlyingDefaultSource<GraphQLAnswer> {
  let stop = () => {};
  return {
    start(events) {
      const closed = log.open(name);
      const unsubscribe = realtime.subscribe(request, {
        next: (answer) => {
          log.note(name, 'event', answer);
          events.enqueue(answer);
        },
        complete: () => {
          closed();
          events.close();
        },
        error: (error) => {
          const errors = error instanceof AppSyncError ? error.problems : [{ message: error.message }];
          log.note(name, 'refused', { errors });
          closed();
          events.enqueue({ errors });
          events.close();
        },
        started: (again) => {
          log.note(name, again ? 'startedAgain' : 'started');
          events.enqueue({ data: { listening: again ? wordsNow().listeningAgain : wordsNow().listeningNow } });
        },
      });
      stop = () => {
        closed();
        unsubscribe();
      };
    },
    cancel: () => stop(),
  };
}

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
