// The API client of one identity: a normalised cache over HTTP and the realtime socket.
import { type Client, createClient, fetchExchange, subscriptionExchange, type SubscriptionForwarder } from '@urql/core';
import { createAuthorizedFetch, executeRequest } from '../appsync/http';
import { Realtime } from '../appsync/realtime';
import type { Credentials, GraphQLResponse, GraphQLRequest } from '../appsync/types';
import type { Config } from '../config';
import { composeEventsSince, createCacheExchange } from './cache';
import type { CacheRules } from './cache-rules';
import { createInFlightExchange } from './in-flight-exchange';
import { openOfflineStorage, createOfflineExchange } from './offline-cache';

export interface Api {
  client: Client;
  realtime: Realtime;
  /** The query of the events after a cursor, with the fields that the cache needs of each. */
  eventsSinceQuery: string;
  /** Run an operation without the cache, so that its response does not change the page. */
  executeUncached: (request: GraphQLRequest) => Promise<GraphQLResponse>;
  /** Deliver a missed event to all subscribers of its topic, as if it had arrived live. */
  replay: (topic: Topic, answer: GraphQLResponse) => void;
  /** Hear of each subscription the server begins to run, also again after a break; it is live once the promises resolve. */
  onSubscriptionStarted: (listener: (request: GraphQLRequest) => Promise<void>) => () => void;
  /** Hear of each post or person whose live events have a gap. */
  onEventGap: (listener: (subjectId: string) => void) => () => void;
  /** Delete this identity's cache from the browser. */
  clearStoredCache: () => Promise<void>;
}

/** Identifies a subscription. */
type Topic = Pick<GraphQLRequest, 'operationName' | 'variables'>;

/** Create the client. `owner` names the cache that is stored for offline use. */
export function createApi(config: Config, credentials: Credentials, owner: string, rules: readonly CacheRules[]): Api {
  const { graphqlUrl, realtimeUrl } = config;
  const realtime = new Realtime({ graphqlUrl, realtimeUrl, credentials });
  const stored = openOfflineStorage(owner);
  const started = createEmitter<GraphQLRequest, Promise<void>>();
  const gaps = createEmitter<string>();
  const missed = createEmitter<{ topic: string; answer: GraphQLResponse }>();
  const onReconnect = (callback: () => void) => {
    realtime.onStatus(({ state }) => (state === 'live' ? callback() : undefined));
    if (typeof window !== 'undefined') window.addEventListener('online', callback);
  };
  const client = createClient({
    url: graphqlUrl,
    fetch: createAuthorizedFetch(credentials),
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    exchanges: [
      createOfflineExchange(stored.ready, onReconnect),
      createCacheExchange(rules, gaps.emit, stored.storage),
      createInFlightExchange(),
      fetchExchange,
      subscriptionExchange({ forwardSubscription: forward }),
    ],
  });

  function forward({ query = '', variables, operationName }: Parameters<SubscriptionForwarder>[0]) {
    const request: GraphQLRequest = { query, variables, operationName };
    return {
      subscribe: (sink: Sink) => {
        const next = (answer: GraphQLResponse) => sink.next(answer);
        const stops = [
          missed.listen(({ topic, answer }) => (topic === getTopicKey(request) ? next(answer) : undefined)),
          realtime.subscribe(request, {
            next,
            error: (error) => sink.error(error),
            complete: () => sink.complete(),
            started: async () => {
              await Promise.all(started.emit(request));
            },
          }),
        ];
        return {
          unsubscribe: () => {
            for (const stop of stops) stop();
          },
        };
      },
    };
  }

  return {
    client,
    realtime,
    eventsSinceQuery: composeEventsSince(rules),
    executeUncached: (request) => executeRequest(graphqlUrl, credentials, request),
    replay: (topic, answer) => missed.emit({ topic: getTopicKey(topic), answer }),
    onSubscriptionStarted: started.listen,
    onEventGap: gaps.listen,
    clearStoredCache: stored.clear,
  };
}

const getTopicKey = ({ operationName, variables }: Topic) => `${operationName} ${JSON.stringify(variables)}`;

function createEmitter<Payload, Result = unknown>() {
  const registered = new Set<(payload: Payload) => Result>();
  return {
    emit: (news: Payload): Result[] => [...registered].map((listener) => listener(news)),
    listen: (listener: (news: Payload) => Result) => {
      registered.add(listener);
      return () => registered.delete(listener);
    },
  };
}

interface Sink {
  next: (answer: object) => void;
  error: (error: Error) => void;
  complete: () => void;
}
