// The normalised cache, composed of what each feature declares.
import { CombinedError, type Exchange, type OperationResult, stringifyDocument } from '@urql/core';
import type { FragmentDefinitionNode } from 'graphql';
import {
  type Cache,
  cacheExchange,
  type Data,
  type DataFields,
  type KeyingConfig,
  type ResolverConfig,
  type StorageAdapter,
  type UpdateResolver,
  type Variables,
} from '@urql/exchange-graphcache';
import { map, pipe } from 'wonka';
import type { CacheRules, EventRule, LiveEvent, Subjects } from './cache-rules';
import { EventSequences } from './event-sequences';

/** Compose the cache. `onGap` is called with the subject of a live event before which others are missing. */
export function createCacheExchange(
  features: readonly CacheRules[],
  onGap: (subjectId: string) => void,
  storage?: StorageAdapter,
): Exchange {
  const subjects = findSubjects(features);
  const exchange = cacheExchange({
    keys: chooseKeys(features),
    resolvers: mergeResolvers(features.map(({ resolvers }) => resolvers ?? {})),
    optimistic: mapValues(merge(features.map(({ optimistic }) => optimistic)), (predict) => {
      return (args: Variables, cache: Cache) => predict(args, cache, subjects);
    }),
    updates: {
      Mutation: mapValues(merge(features.map(({ mutations }) => mutations)), (apply): UpdateResolver => {
        return (result, args, cache, info) => apply(result, args, cache, info, subjects);
      }),
      Subscription: listenToEvents(merge(features.map(({ events }) => events)), subjects, onGap),
    },
    ...(storage ? { storage } : {}),
  });
  return ({ forward, ...input }) =>
    exchange({ ...input, forward: (operations) => pipe(forward(operations), map(storeMissing)) });
}

/**
 * Have the cache store that there is nothing where a query was refused as `NotFound`: what was made private or deleted
 * since it was read is not shown any more. The cache leaves a field as it is whose error has a path.
 */
function storeMissing(result: OperationResult): OperationResult {
  const { operation, error } = result;
  if (operation.kind !== 'query' || !error?.graphQLErrors.some(isMissing)) return result;
  const graphQLErrors = error.graphQLErrors.map((each) =>
    isMissing(each) ? Object.assign({}, each.originalError, { message: each.message, path: undefined }) : each,
  );
  return { ...result, error: new CombinedError({ graphQLErrors, response: error.response as unknown }) };
}

type ApiError = CombinedError['graphQLErrors'][number];

/** Whether there is nothing under a query's own field. AppSync puts an error's type beside its message. */
function isMissing({ path, originalError }: ApiError): boolean {
  return path?.length === 1 && (originalError as { errorType?: string } | undefined)?.errorType === 'NotFound';
}

/** Return the query of missed events: every kind of event, with the fields that its rule names. */
export function composeEventsSince(features: readonly CacheRules[]): string {
  const fragments = listEventFragments(features);
  const spreads = fragments
    .flatMap(listDefinitions)
    .map(({ name }) => `...${name.value}`)
    .join(' ');
  return [
    `query EventsSince($cursor: ID!) { eventsSince(cursor: $cursor) {
       edges { node { __typename id sequence ${spreads} } }
       pageInfo { hasNextPage endCursor }
     } }`,
    ...fragments.map(stringifyDocument),
  ].join('\n');
}

/**
 * Objects are stored under their id, those without one inside their parent, and live events nowhere else: they are
 * applied once. Types are looked up by name, so every type has a rule, and graphcache warns of none.
 */
function chooseKeys(features: readonly CacheRules[]): KeyingConfig {
  const events = listEventFragments(features).flatMap(listDefinitions);
  const exceptions: KeyingConfig = {
    ...Object.fromEntries(events.map(({ typeCondition }) => [typeCondition.name.value, () => null])),
    ...merge(features.map(({ keys }) => keys)),
  };
  return new Proxy(exceptions, { get: (known, typename: string) => known[typename] ?? getId });
}

const getId = ({ id }: Data): string | null => (id == null ? null : `${id}`);

function listEventFragments(features: readonly CacheRules[]): EventRule['fragment'][] {
  return features.flatMap(({ events = {} }) => Object.values(events).map(({ fragment }) => fragment));
}

function listDefinitions({ definitions }: EventRule['fragment']): FragmentDefinitionNode[] {
  return definitions.filter((each): each is FragmentDefinitionNode => 'typeCondition' in each);
}

function listenToEvents(
  events: Readonly<Record<string, EventRule>>,
  subjects: Subjects,
  onGap: (subjectId: string) => void,
): Record<string, UpdateResolver> {
  const sequences = new EventSequences();
  return mapValues(events, ({ getSubjectId, apply }, field) => (result: DataFields, _: Variables, cache: Cache) => {
    const event = result[field] as LiveEvent | null;
    if (!event) return;
    const topic = `${field} ${getSubjectId(event)}`;
    const isMissing = !sequences.isContiguous(topic, event);
    const isNewestOfTopic = sequences.isNewest(topic, event);
    apply(cache, event, { subjects, isNewestOfTopic, isNewest: (about) => sequences.isNewest(about, event) });
    // Later, because nothing may be queried while the cache is being written.
    if (isMissing) queueMicrotask(() => onGap(getSubjectId(event)));
  });
}

function findSubjects(rules: readonly CacheRules[]): Subjects {
  const byPrefix = merge(rules.map(({ subjects }) => subjects));
  return (id) => byPrefix[id.slice(0, id.indexOf('_'))];
}

function merge<T>(parts: readonly (Readonly<Record<string, T>> | undefined)[]): Record<string, T> {
  return Object.assign({}, ...parts) as Record<string, T>;
}

/** Merge by type and field: several features may resolve fields of one type. */
function mergeResolvers(parts: readonly ResolverConfig[]): ResolverConfig {
  const merged: ResolverConfig = {};
  for (const part of parts) {
    for (const [typename, fields] of Object.entries(part)) merged[typename] = { ...merged[typename], ...fields };
  }
  return merged;
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, map: (value: T, key: string) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
