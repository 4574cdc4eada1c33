// Moving a photo to where another stands.
import { expect, it } from 'vitest';
import { sortByIds, moveId } from './use-photo-order';

it('moves down and up', () => {
  expect(moveId(['a', 'b', 'c'], 'a', 'c')).toEqual(['b', 'c', 'a']);
  expect(moveId(['a', 'b', 'c'], 'c', 'a')).toEqual(['c', 'a', 'b']);
});

it('nothing moves to or from what is not there', () => {
  expect(moveId(['a', 'b'], 'a', 'x')).toEqual(['a', 'b']);
  expect(moveId(['a', 'b'], 'x', 'a')).toEqual(['a', 'b']);
});

it('what came after the move was made stands last', () => {
  expect(sortByIds([{ id: 'new' }, { id: 'a' }, { id: 'b' }], ['b', 'a']).map(({ id }) => id)).toEqual([
    'b',
    'a',
    'new',
  ]);
});
