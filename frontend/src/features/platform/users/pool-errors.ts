// Describes errors of the user pool in the reader's language.
import { getMessages } from './messages/use-messages';

const NAMED_ERRORS = [
  'NotAuthorizedException',
  'UserNotFoundException',
  'UsernameExistsException',
  'CodeMismatchException',
  'ExpiredCodeException',
  'InvalidPasswordException',
  'LimitExceededException',
  'TooManyRequestsException',
  'ForbiddenException',
  'InvalidParameterException',
  'NetworkError',
] as const;

/** Describe why a code of an authenticator app was refused. */
export function describeAppCodeError(error: unknown): string {
  const messages = getMessages();
  const name = error instanceof Error ? error.name : '';
  if (name === 'CodeMismatchException' || name === 'EnableSoftwareTokenMFAException') return messages.wrongAppCode;
  if (name === 'ExpiredCodeException') return messages.usedAppCode;
  return name === 'NotAuthorizedException' ? messages.signInTookTooLong : describePoolError(error);
}

/** Describe a user pool error, without revealing whether an address has an account. */
export function describePoolError(error: unknown): string {
  const messages = getMessages();
  const name = NAMED_ERRORS.find((each) => error instanceof Error && error.name === each);
  return name ? messages[name] : messages.unknown({ why: error instanceof Error ? error.message : String(error) });
}
