// What the user pool refuses, said in the reader's language.
import { wordsNow } from './messages/words';

const NAMED = [
  'NotAuthorizedException',
  'UserNotFoundException',
  'UsernameExistsException',
  'CodeMismatchException',
  'ExpiredCodeException',
  'InvalidPasswordException',
  'LimitExceededException',
  'TooManyRequestsException',
  'InvalidParameterException',
  'NetworkError',
] as const;

/** Say an error of the user pool in a sentence for people. Whether an address has an account is not told by it. */
export function saidOf(error: unknown): string {
  const words = wordsNow();
  const name = NAMED.find((each) => error instanceof Error && error.name === each);
  return name ? words[name] : words.unknown({ why: error instanceof Error ? error.message : String(error) });
}
