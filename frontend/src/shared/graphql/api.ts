// The way to the API: a cache over HTTP and the realtime socket, made afresh for whoever is asking.
import { type Client, createClient, fetchExchange, subscriptionExchange, type SubscriptionForwarder } from '@urql/core';
import { authorised, execute } from '../appsync/http';
import { Realtime } from '../appsync/realtime';
import type { Credentials, GraphQLAnswer, GraphQLRequest } from '../appsync/types';
import type { Config } from '../config';
import { cache } from './cache';
import { keptFor, lastSeen } from './last-seen';

export interface Api {
  client: Client;
  realtime: Realtime;
  /** Ask without the cache hearing of it: for what must not change the page that is shown. */
  aside: (request: GraphQLRequest) => Promise<GraphQLAnswer>;
  /** Hand what a subscription missed to everybody who listens to it, as if it came live. */
  replay: (topic: Topic, answer: GraphQLAnswer) => void;
  /** Hear of each subscription the server begins to run, also again after a break. */
  onStarted: (listener: (request: GraphQLRequest) => void) => () => void;
  /** Hear of each post or person whose live events have a gap. */
  onGap: (listener: (subjectId: string) => void) => () => void;
  /** Remove what was kept of this identity's reading from the browser. */
  forget: () => Promise<void>;
}

/** What tells one subscription from another. */
type Topic = Pick<GraphQLRequest, 'operationName' | 'variables'>;

/** `owner` names whose reading is kept for when there is no network. */
export function makeApi(config: Config, credentials: Credentials, owner: string): Api {
  const { graphqlUrl, realtimeUrl } = config;
  const realtime = new Realtime({ graphqlUrl, realtimeUrl, credentials });
  const kept = keptFor(owner);
  const [started, gaps] = [listeners<GraphQLRequest>(), listeners<string>()];
  const missed = listeners<{ topic: string; answer: GraphQLAnswer }>();
  const onBack = (back: () => void) => {
    realtime.onStatus(({ state }) => (state === 'live' ? back() : undefined));
    if (typeof window !== 'undefined') window.addEventListener('online', back);
  };
  const client = createClient({
    url: graphqlUrl,
    fetch: authorised(credentials),
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    exchanges: [lastSeen(kept.ready, onBack), cache(gaps.tell, kept.storage), fetchExchange, subscriptionExchange({ forwardSubscription: forward })],
  });

  function forward({ query = '', variables, operationName }: Parameters<SubscriptionForwarder>[0]) {
    const request: GraphQLRequest = { query, variables, operationName };
    return {
      subscribe: (sink: Sink) => {
        const next = (answer: GraphQLAnswer) => sink.next(answer);
        const stops = [
          missed.add(({ topic, answer }) => (topic === nameOf(request) ? next(answer) : undefined)),
          realtime.subscribe(request, {
            next,
            error: (error) => sink.error(error),
            complete: () => sink.complete(),
            started: () => started.tell(request),
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
    aside: (request) => execute(graphqlUrl, credentials, request),
    replay: (topic, answer) => missed.tell({ topic: nameOf(topic), answer }),
    onStarted: started.add,
    onGap: gaps.add,
    forget: kept.forget,
  };
}

const nameOf = ({ operationName, variables }: Topic) => `${operationName} ${JSON.stringify(variables)}`;

function listeners<News>() {
  const all = new Set<(news: News) => void>();
  return {
    tell: (news: News): void => {
      for (const listener of all) listener(news);
    },
    add: (listener: (news: News) => void) => {
      all.add(listener);
      return () => all.delete(listener);
    },
  };
}

interface Sink {
  next: (answer: object) => void;
  error: (error: Error) => void;
  complete: () => void;
}
