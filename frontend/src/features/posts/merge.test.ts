// Two versions become one without a line lost.
import { expect, it } from 'vitest';
import type { Words } from './draft-saver';
import { merged } from './merge';

const BASE: Words = { title: 'Rain', body: 'one\ntwo\nthree', tags: 'wet', visibility: 'PUBLIC' };

it('takes what only one side changed, from both sides', () => {
  const mine = { ...BASE, body: 'one, mine\ntwo\nthree', tags: 'wet, autumn' };
  const theirs = { ...BASE, title: 'Rain again', body: 'one\ntwo\nthree, theirs', visibility: 'PRIVATE' as const };

  expect(merged(BASE, mine, theirs)).toEqual({
    title: 'Rain again',
    body: 'one, mine\ntwo\nthree, theirs',
    tags: 'wet, autumn',
    visibility: 'PRIVATE',
  });
});

it('where both changed the same line, both stand there', () => {
  const body = merged(BASE, { ...BASE, body: 'one\nmine\nthree' }, { ...BASE, body: 'one\ntheirs\nthree' }).body;

  expect(body.split('\n')).toEqual(['one', 'mine', 'theirs', 'three']);
});
