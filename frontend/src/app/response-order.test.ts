// Requests may be served, and responses arrive, in any order: in the end a page shows what the service has.
import { createClient, type Exchange, gql, type Operation, type OperationResult, type RequestPolicy } from '@urql/core';
import { Kind } from 'graphql';
import { filter, makeSubject, merge, pipe, type Source, subscribe, tap } from 'wonka';
import { expect, it } from 'vitest';
import { createCacheExchange } from '../shared/graphql/cache';
import { createInFlightExchange } from '../shared/graphql/in-flight-exchange';
import { CACHE_RULES } from './cache-rules';

const PINS = gql`
  query Pins {
    post(id: "post_1") {
      __typename
      id
      pins {
        __typename
        edges {
          __typename
          node {
            __typename
            id
          }
        }
      }
    }
  }
`;
const BELL = gql`
  query Bell {
    viewer {
      __typename
      unreadNotifications
    }
  }
`;
const ADD_PIN = gql`
  mutation AddPin($input: AddPinInput!) {
    addPin(input: $input) {
      __typename
    }
  }
`;

function listPins(ids: readonly string[]) {
  const edges = ids.map((id) => ({ __typename: 'PinEdge', node: { __typename: 'Pin', id } }));
  return { post: { __typename: 'Post', id: 'post_1', pins: { __typename: 'PinConnection', edges } } };
}

/** A page that shows an article's pins and the bell, and a service that serves and responds when the test says so. */
class PinsPage {
  readonly pins: string[] = [];
  readonly requests: Operation[] = [];
  readonly responses: OperationResult[] = [];
  shown: unknown;
  readonly #arrivals = makeSubject<OperationResult>();
  readonly #client = createClient({
    url: 'http://127.0.0.1',
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    exchanges: [
      createCacheExchange(CACHE_RULES, () => undefined),
      createInFlightExchange(),
      () => (operations) => merge([this.#collect(operations), this.#arrivals.source]),
    ],
  });
  #page = this.#show('cache-and-network');

  #show(requestPolicy: RequestPolicy) {
    return pipe(
      this.#client.query(PINS, {}, { requestPolicy }),
      subscribe(({ data }) => (this.shown = data as unknown)),
    );
  }

  addPin(): void {
    void this.#client.mutation(ADD_PIN, { input: { subjectId: 'post_1' } }).toPromise();
  }

  /** Read the page past the cache, as after a gap in its live events. */
  reload(): void {
    this.#page.unsubscribe();
    this.#page = this.#show('network-only');
  }

  /** Ask for something else. */
  readBell(): void {
    pipe(
      this.#client.query(BELL, {}, { requestPolicy: 'network-only' }),
      subscribe(() => undefined),
    );
  }

  /** Let the service carry out a request, by its place among those that wait. */
  serve(place: number): void {
    const [operation] = this.requests.splice(place, 1);
    if (!operation) return;
    if (operation.kind === 'mutation') this.pins.push(`pin_${this.pins.length}`);
    this.responses.push({ operation, data: this.#read(operation), stale: false, hasNext: false });
  }

  /** Let a response arrive, by its place among those that are on the way. */
  respond(place: number): void {
    const [response] = this.responses.splice(place, 1);
    if (response) this.#arrivals.next(response);
  }

  /** Serve and respond to everything, the oldest first. */
  async settle(): Promise<void> {
    while (this.requests.length + this.responses.length > 0) {
      this.serve(0);
      this.respond(0);
      await settleMicrotasks();
    }
  }

  #read({ kind, query }: Operation): object {
    if (kind === 'mutation') return { addPin: { __typename: 'AddPinPayload' } };
    const [definition] = query.definitions;
    const isBell = definition?.kind === Kind.OPERATION_DEFINITION && definition.name?.value === 'Bell';
    return isBell ? { viewer: { __typename: 'Viewer', unreadNotifications: 0 } } : listPins(this.pins);
  }

  #collect(operations: Parameters<ReturnType<Exchange>>[0]): Source<OperationResult> {
    return pipe(
      operations,
      tap((operation) => (operation.kind === 'teardown' ? undefined : this.requests.push(operation))),
      filter(() => false),
    ) as Source<never>;
  }
}

/** Numbers from 0 to 1 that a seed decides (a linear congruential generator). */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** Queries are sent again in microtasks. */
const settleMicrotasks = () => new Promise((resolve) => setTimeout(resolve));

it('a response that a newer one overtook is dropped', async () => {
  const page = new PinsPage();
  await page.settle();
  for (let pin = 0; pin < 2; pin++) {
    page.addPin();
    page.serve(page.requests.findIndex(({ kind }) => kind === 'mutation'));
    page.respond(page.responses.length - 1);
    await settleMicrotasks();
    page.serve(0); // the list of pins, whose response is on the way
  }
  page.respond(1);
  expect(page.shown).toEqual(listPins(['pin_0', 'pin_1']));
  page.respond(0);
  await page.settle();
  expect(page.shown).toEqual(listPins(['pin_0', 'pin_1']));
});

it.each(Array.from({ length: 200 }, (_, seed) => seed))(
  'every pin is shown in the end, whatever the order (%i)',
  async (seed) => {
    const random = makeRandom(seed);
    const pick = (list: readonly unknown[]) => Math.floor(random() * list.length);
    const page = new PinsPage();
    await page.settle();
    for (let step = 0; step < 12; step++) {
      const choice = random();
      if (choice < 0.2) page.addPin();
      else if (choice < 0.35) page.reload();
      else if (choice < 0.42) page.readBell();
      else if (choice < 0.7) page.serve(pick(page.requests));
      else page.respond(pick(page.responses));
      if (random() < 0.6) await settleMicrotasks();
    }
    await settleMicrotasks();
    while (page.requests.length + page.responses.length > 0) {
      if (random() < 0.5) page.serve(pick(page.requests));
      else page.respond(pick(page.responses));
      await settleMicrotasks();
    }
    expect(page.shown).toEqual(listPins(page.pins));
  },
);
