// The normalised cache, composed of what each feature declares.
import { type Exchange, stringifyDocument } from '@urql/core';
import { Kind } from 'graphql';
import {
  type Cache,
  cacheExchange,
  type DataFields,
  type ResolverConfig,
  type StorageAdapter,
  type UpdateResolver,
  type Variables,
} from '@urql/exchange-graphcache';
import type { CacheRules, EventRule, LiveEvent, Subjects } from './cache-rules';
import { EventSequences } from './event-sequences';

const SHARED: CacheRules = { embedded: ['EventConnection', 'EventEdge', 'GeoPoint', 'PageInfo'] };

/** Compose the cache. `onGap` is called with the subject of a live event before which others are missing. */
export function createCacheExchange(
  features: readonly CacheRules[],
  onGap: (subjectId: string) => void,
  storage?: StorageAdapter,
): Exchange {
  const rules = [SHARED, ...features];
  const subjects = findSubjects(rules);
  const embedded = rules.flatMap((each) => each.embedded ?? []);
  return cacheExchange({
    keys: {
      ...Object.fromEntries(embedded.map((typename) => [typename, () => null])),
      ...merge(rules.map(({ keys }) => keys)),
    },
    resolvers: mergeResolvers(rules.map(({ resolvers }) => resolvers ?? {})),
    optimistic: mapValues(merge(rules.map(({ optimistic }) => optimistic)), (predict) => {
      return (args: Variables, cache: Cache) => predict(args, cache, subjects);
    }),
    updates: {
      Mutation: mapValues(merge(rules.map(({ mutations }) => mutations)), (apply): UpdateResolver => {
        return (result, args, cache, info) => apply(result, args, cache, info, subjects);
      }),
      Subscription: listenToEvents(merge(rules.map(({ events }) => events)), subjects, onGap),
    },
    ...(storage ? { storage } : {}),
  });
}

/** Return the query of missed events: every kind of event, with the fields that its rule names. */
export function composeEventsSince(features: readonly CacheRules[]): string {
  const fragments = features.flatMap(({ events = {} }) => Object.values(events).map(({ fragment }) => fragment));
  const names = fragments.flatMap(({ definitions }) =>
    definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [each.name.value] : [])),
  );
  const spreads = names.map((name) => `...${name}`).join(' ');
  return [
    `query EventsSince($cursor: ID!) { eventsSince(cursor: $cursor) {
       edges { node { __typename id sequence ${spreads} } }
       pageInfo { hasNextPage endCursor }
     } }`,
    ...fragments.map(stringifyDocument),
  ].join('\n');
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
