// The pool's refusals as people read them.
import { expect, it } from 'vitest';
import { en } from './messages/en';
import { describePoolError } from './pool-errors';

const refusal = (name: string) => Object.assign(new Error('From the pool.'), { name });

it('does not tell whether an address has an account', () => {
  expect(describePoolError(refusal('UserNotFoundException'))).toBe(
    describePoolError(refusal('NotAuthorizedException')),
  );
});

it('says what to do about a wrong code', () => {
  expect(describePoolError(refusal('CodeMismatchException'))).toBe(en.CodeMismatchException);
});

it('keeps the words of what it does not know', () => {
  expect(describePoolError(refusal('TeapotException'))).toBe('That didn’t work: From the pool.');
});
