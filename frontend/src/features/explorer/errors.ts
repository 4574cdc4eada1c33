// What can go wrong and where it shows; what it means and what to do about it is said in the reader's language.

export const ERRORS = [
  { code: 'NOT_FOUND', where: 'payload' },
  { code: 'FORBIDDEN', where: 'payload' },
  { code: 'CONFLICT', where: 'payload' },
  { code: 'INVALID_INPUT', where: 'payload' },
  { code: 'HANDLE_TAKEN', where: 'payload' },
  { code: 'IDEMPOTENCY_KEY_REUSED', where: 'payload' },
  { code: 'LIMIT_REACHED', where: 'payload' },
  { code: 'RATE_LIMITED', where: 'payload' },
  { code: 'Unauthorized', where: 'topLevel' },
  { code: 'Unauthenticated', where: 'topLevel' },
  { code: 'InvalidCursor', where: 'topLevel' },
  { code: 'Throttled', where: 'topLevel' },
  { code: 'UnauthorizedException', where: 'connection' },
  { code: 'MaxSubscriptionsReachedError', where: 'connection' },
] as const;
