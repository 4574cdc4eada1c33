// What can go wrong, and what to do about it: the panel beside the editor.

export interface ErrorEntry {
  code: string;
  where: 'payload' | 'top level' | 'connection';
  means: string;
  remedy: string;
}

export const ERRORS: ErrorEntry[] = [
  { code: 'NOT_FOUND', where: 'payload', means: 'Nothing with that id, or nothing you may see.', remedy: 'Check the id; ask its owner for access.' },
  { code: 'FORBIDDEN', where: 'payload', means: 'You may see it, but not change it.', remedy: 'Act as its owner.' },
  { code: 'CONFLICT', where: 'payload', means: 'Somebody changed it since you read it.', remedy: 'Read it again, merge, send its currentVersion.' },
  { code: 'INVALID_INPUT', where: 'payload', means: 'A value breaks a rule.', remedy: 'path names the field, message the rule.' },
  { code: 'HANDLE_TAKEN', where: 'payload', means: 'Another person has that handle.', remedy: 'Choose another.' },
  { code: 'IDEMPOTENCY_KEY_REUSED', where: 'payload', means: 'The key was used with other input.', remedy: 'Make a new key for a new create.' },
  { code: 'LIMIT_REACHED', where: 'payload', means: 'More than the product allows.', remedy: 'Remove something first.' },
  { code: 'RATE_LIMITED', where: 'payload', means: 'Too many of these for now.', remedy: 'Wait a little.' },
  { code: 'Unauthorized', where: 'top level', means: 'This field is not open to your kind of sign-in.', remedy: 'Switch from guest to somebody signed in.' },
  { code: 'Unauthenticated', where: 'top level', means: 'The field needs somebody signed in.', remedy: 'Sign in.' },
  { code: 'InvalidCursor', where: 'top level', means: 'A cursor of another list, another viewer, or altered.', remedy: 'Start the list again without it.' },
  { code: 'Throttled', where: 'top level', means: 'The table refused for load.', remedy: 'Try again in a moment.' },
  { code: 'UnauthorizedException', where: 'connection', means: 'The key or token is wrong or has expired (HTTP 401).', remedy: 'Sign in again.' },
  { code: 'MaxSubscriptionsReachedError', where: 'connection', means: 'More than 100 subscriptions on one socket.', remedy: 'Stop some.' },
];
