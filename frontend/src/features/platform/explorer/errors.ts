// The errors of the API and where they appear; their texts are messages.

export const ERRORS = [
  { code: 'NOT_FOUND', where: 'payload' },
  { code: 'FORBIDDEN', where: 'payload' },
  { code: 'CONFLICT', where: 'payload' },
  { code: 'INVALID_INPUT', where: 'payload' },
  { code: 'HANDLE_TAKEN', where: 'payload' },
  { code: 'IDEMPOTENCY_KEY_REUSED', where: 'payload' },
  { code: 'LIMIT_REACHED', where: 'payload' },
  { code: 'RATE_LIMITED', where: 'payload' },
  { code: 'INSUFFICIENT_STOCK', where: 'payload' },
  { code: 'PRICE_CHANGED', where: 'payload' },
  { code: 'NOT_FOR_SALE', where: 'payload' },
  { code: 'REFUND_TOO_LARGE', where: 'payload' },
  { code: 'ORDER_CLOSED', where: 'payload' },
  { code: 'SHOP_CLOSED', where: 'payload' },
  { code: 'Unauthorized', where: 'topLevel' },
  { code: 'Unauthenticated', where: 'topLevel' },
  { code: 'InvalidCursor', where: 'topLevel' },
  { code: 'Throttled', where: 'topLevel' },
  { code: 'UnauthorizedException', where: 'connection' },
  { code: 'MaxSubscriptionsReachedError', where: 'connection' },
] as const;
