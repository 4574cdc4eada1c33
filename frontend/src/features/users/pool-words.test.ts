// The pool's refusals as people read them.
import { expect, it } from 'vitest';
import { saidOf } from './pool-words';

const refusal = (name: string) => Object.assign(new Error('From the pool.'), { name });

it('does not tell whether an address has an account', () => {
  expect(saidOf(refusal('UserNotFoundException'))).toBe(saidOf(refusal('NotAuthorizedException')));
});

it('says what to do about a wrong code', () => {
  expect(saidOf(refusal('CodeMismatchException'))).toBe('The code is not right. Look at the newest e-mail.');
});

it('keeps the words of what it does not know', () => {
  expect(saidOf(refusal('TeapotException'))).toBe('That did not work: From the pool.');
});
