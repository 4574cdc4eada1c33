// The way to the API: a cache over HTTP and the realtime socket, made afresh for whoever is asking.
import { type Client, createClient, fetchExchange, subscriptionExchange, type SubscriptionForwarder } from '@urql/core';
import { authorised } from '../appsync/http';
import { Realtime } from '../appsync/realtime';
import type { Credentials, GraphQLRequest } from '../appsync/types';
import type { Config } from '../config';
import { cache } from './cache';

export interface Api {
  client: Client;
  realtime: Realtime;
  /** Hear of each subscription the server begins to run, also again after a break. */
  onStarted: (listener: (request: GraphQLRequest) => void) => () => void;
}

export function makeApi(config: Config, credentials: Credentials): Api {
  const { graphqlUrl, realtimeUrl } = config;
  const realtime = new Realtime({ graphqlUrl, realtimeUrl, credentials });
  const listeners = new Set<(request: GraphQLRequest) => void>();
  const client = createClient({
    url: graphqlUrl,
    fetch: authorised(credentials),
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    exchanges: [cache(), fetchExchange, subscriptionExchange({ forwardSubscription: forward })],
  });

  function forward({ query = '', variables, operationName }: Parameters<SubscriptionForwarder>[0]) {
    const request: GraphQLRequest = { query, variables, operationName };
    return {
      subscribe: (sink: Sink) => ({
        unsubscribe: realtime.subscribe(request, {
          next: (answer) => sink.next(answer),
          error: (error) => sink.error(error),
          complete: () => sink.complete(),
          started: () => {
            for (const listener of listeners) listener(request);
          },
        }),
      }),
    };
  }

  return {
    client,
    realtime,
    onStarted(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

interface Sink {
  next: (answer: object) => void;
  error: (error: Error) => void;
  complete: () => void;
}
