// Two versions become one without a line lost.
import { expect, it } from 'vitest';
import type { DraftContent } from './draft-saver';
import { mergeContent } from './merge';

const BASE: DraftContent = { title: 'Rain', body: 'one\ntwo\nthree', tags: ['wet', 'two words'], visibility: 'PUBLIC' };

it('takes what only one side changed, from both sides', () => {
  const mine = { ...BASE, body: 'one, mine\ntwo\nthree', tags: ['wet', 'two words', 'autumn'] };
  const theirs = {
    ...BASE,
    title: 'Rain again',
    body: 'one\ntwo\nthree, theirs',
    tags: ['two words'],
    visibility: 'PRIVATE' as const,
  };

  expect(mergeContent(BASE, mine, theirs)).toEqual({
    title: 'Rain again',
    body: 'one, mine\ntwo\nthree, theirs',
    tags: ['two words', 'autumn'],
    visibility: 'PRIVATE',
  });
});

it('where both changed the same line, both stand there', () => {
  const body = mergeContent(BASE, { ...BASE, body: 'one\nmine\nthree' }, { ...BASE, body: 'one\ntheirs\nthree' }).body;

  expect(body.split('\n')).toEqual(['one', 'mine', 'theirs', 'three']);
});
