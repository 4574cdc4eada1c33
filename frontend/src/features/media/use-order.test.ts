// Moving a photo to where another stands.
import { expect, it } from 'vitest';
import { inOrder, moved } from './use-order';

it('moves down and up', () => {
  expect(moved(['a', 'b', 'c'], 'a', 'c')).toEqual(['b', 'c', 'a']);
  expect(moved(['a', 'b', 'c'], 'c', 'a')).toEqual(['c', 'a', 'b']);
});

it('nothing moves to or from what is not there', () => {
  expect(moved(['a', 'b'], 'a', 'x')).toEqual(['a', 'b']);
  expect(moved(['a', 'b'], 'x', 'a')).toEqual(['a', 'b']);
});

it('what came after the move was made stands last', () => {
  expect(inOrder([{ id: 'new' }, { id: 'a' }, { id: 'b' }], ['b', 'a']).map(({ id }) => id)).toEqual(['b', 'a', 'new']);
});
