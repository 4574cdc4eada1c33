// What every room says, in English.
import { messages } from '../i18n/message';

export const en = messages({
  waiting: '{what} …',
  tryAgain: 'Try again',
  justNow: 'just now',
  offline: 'You are offline.',
  noAnswer: 'The service does not answer.',
  emptyAnswer: 'The service gave no answer.',
  NOT_FOUND: 'It is not there, or not open to you.',
  FORBIDDEN: 'You may see it, but not change it.',
  CONFLICT: 'Somebody changed it since you read it.',
  INVALID_INPUT: 'Something that was filled in breaks a rule.',
  HANDLE_TAKEN: 'Another person has that handle. Choose another.',
  IDEMPOTENCY_KEY_REUSED: 'This was sent before with other contents.',
  LIMIT_REACHED: 'That is more than is allowed. Remove something first.',
  RATE_LIMITED: 'Too many of these for now. Wait a little.',
});
