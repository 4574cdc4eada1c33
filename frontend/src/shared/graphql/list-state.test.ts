// A list is called empty by an answer that is empty, and by nothing else.
import { CombinedError } from '@urql/core';
import { expect, it } from 'vitest';
import { readListState } from './list-state';

const settled = { fetching: false, stale: false };
const error = new CombinedError({ networkError: new Error('away') });
const page = (nodes: readonly (string | null)[], hasNextPage = false) => ({
  edges: nodes.map((node) => ({ node })),
  pageInfo: { hasNextPage },
});

it.each([
  ['before the first answer', { ...settled, fetching: true }, undefined, 'waiting'],
  ['while an empty list is read again', { ...settled, stale: true }, page([]), 'waiting'],
  ['while it is tried again after a failure', { ...settled, fetching: true, error }, undefined, 'waiting'],
  ['after a failure', { ...settled, error }, undefined, 'failed'],
  ['after an empty list could not be read again', { ...settled, error }, page([]), 'failed'],
  ['after an empty answer', settled, page([]), 'empty'],
  ['after an answer without the list', settled, null, 'empty'],
  ['after an answer whose items may not be read', settled, page([null]), 'empty'],
  ['after an answer', settled, page(['a']), 'filled'],
  ['after an empty page that others follow', settled, page([], true), 'filled'],
])('%s', (_, query, connection, kind) => {
  expect(readListState(query, connection).kind).toBe(kind);
});

it.each([
  ['new', settled, false],
  ['being read again', { ...settled, stale: true }, true],
  ['not read again', { ...settled, error }, true],
])('items that are %s stay in place', (_, query, isStale) => {
  expect(readListState(query, page(['a', null, 'b']))).toEqual({
    kind: 'filled',
    items: ['a', 'b'],
    pageInfo: { hasNextPage: false },
    isStale,
  });
});
