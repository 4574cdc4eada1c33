// What every room says, in English.
import { messages } from '../i18n/message';

export const en = messages({
  waiting: '{what} …',
  tryAgain: 'Try again',
  justNow: 'just now',
  offline: 'You are offline.',
  noAnswer: 'The service does not answer.',
  nothingLost: 'Nothing of yours is lost. Try again in a moment.',
  emptyAnswer: 'The service gave no answer.',
  failed: 'Something went wrong at the service. Try again in a moment.',
  sessionEnded: 'Your session has ended. Sign in again.',
  Unauthenticated: 'Sign in to do this.',
  Unauthorized: 'This is not open to you. Sign in, or use another account.',
  UnauthorizedException: 'You are not recognised any more. Sign in again.',
  InvalidCursor: 'This list has changed too much. Load the page again.',
  Throttled: 'Too many people are here at once. Try again in a moment.',
  MaxSubscriptionsReachedError: 'Too much is open at once. Close a tab of this site.',
  NOT_FOUND: 'It is not there, or not open to you.',
  FORBIDDEN: 'You may see it, but not change it.',
  CONFLICT: 'Somebody changed it since you read it.',
  INVALID_INPUT: 'Something that was filled in breaks a rule.',
  HANDLE_TAKEN: 'Another person has that handle. Choose another.',
  IDEMPOTENCY_KEY_REUSED: 'This was sent before with other contents.',
  LIMIT_REACHED: 'That is more than is allowed. Remove something first.',
  RATE_LIMITED: 'Too many of these for now. Wait a little.',
});
