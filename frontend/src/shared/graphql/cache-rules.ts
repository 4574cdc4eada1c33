// What a feature tells the normalised cache about its types, its mutations and its live events.
import type { TypedDocumentNode } from '@urql/core';
import type {
  Cache,
  DataFields,
  KeyingConfig,
  Resolver,
  ResolverConfig,
  UpdateResolver,
  Variables,
} from '@urql/exchange-graphcache';

export interface CacheRules {
  /** How types are stored that have no id of their own; null is inside their parent, as it is for all without an id. */
  keys?: KeyingConfig;
  resolvers?: ResolverConfig;
  /** Types that people can like or comment on, by the prefix of their ids. */
  subjects?: Readonly<Record<string, SubjectType>>;
  /** What a mutation will most likely answer: shown at once, and taken back when it is refused. */
  optimistic?: Readonly<Record<string, (args: Variables, cache: Cache, subjects: Subjects) => DataFields>>;
  /** What a mutation's answer changes elsewhere in the cache. */
  mutations?: Readonly<Record<string, MutationRule>>;
  /** What live events change, by their subscription's field. */
  events?: Readonly<Record<string, EventRule>>;
}

export interface SubjectType {
  typename: string;
  /** The type of the subject's `counts`. */
  counts: string;
}

/** Returns the type of a subject by its id. */
export type Subjects = (id: string) => SubjectType | undefined;

export type MutationRule = (...args: [...Parameters<UpdateResolver>, Subjects]) => void;

/** What every live event has: sequences count within a topic, so that a missing event is noticed. */
export interface LiveEvent {
  id: string;
  sequence: number;
}

export interface EventRule<Event extends LiveEvent = LiveEvent> {
  /** The fields that the cache needs, also of events that were missed. */
  fragment: TypedDocumentNode<Event>;
  /** The post or person whose topic the event belongs to. */
  getSubjectId: (event: Event) => string;
  /** Change what is shown. Events may arrive twice, late or out of order. */
  apply: (cache: Cache, event: Event, context: EventContext) => void;
}

interface EventContext {
  subjects: Subjects;
  /** Whether it is the newest event of its topic. */
  isNewestOfTopic: boolean;
  /** Note that the event is about something, and return whether no newer one was. */
  isNewest: (about: string) => boolean;
}

/** Declare an event rule; its event type is checked here, and erased for the list that holds all of them. */
export function defineEventRule<Event extends LiveEvent>(rule: EventRule<Event>): EventRule {
  return rule as unknown as EventRule;
}

/** Answer a query by ID with what the cache has under it, unless the API has answered that there is none. */
export function resolveById(typename: string): Resolver {
  return (_, args, cache, { fieldName }) =>
    cache.resolve('Query', fieldName, args) === null ? null : { __typename: typename, id: args.id as string };
}

/** Drop fields of an entity, so that they are read again where they are shown. */
export function invalidateFields(
  cache: Cache,
  entity: 'Query' | { __typename: string; id: string },
  ...fields: string[]
): void {
  for (const { fieldName, arguments: args } of cache.inspectFields(entity)) {
    if (fields.includes(fieldName)) cache.invalidate(entity, fieldName, args);
  }
}

/** Return a mutation's `input`, as far as the cache needs it. */
export function getInput(args: Variables): Partial<Record<string, string>> & { expectedVersion?: number } {
  return args.input as Partial<Record<string, string>> & { expectedVersion?: number };
}

export const VIEWER = { __typename: 'Viewer', id: 'me' };
