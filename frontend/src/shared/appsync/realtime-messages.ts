// The messages that AppSync's realtime endpoint sends, as far as the site reads them.
import type { GraphQLResponse, GraphQLResponseError } from './types';

export interface ServerMessage {
  type: string;
  id?: string;
  payload?: GraphQLResponse & { connectionTimeoutMs?: number; errors?: GraphQLResponseError[] | GraphQLResponseError };
}

/** Return the errors of a message: AppSync sends a list or a single one. */
export function getErrors(message: ServerMessage): GraphQLResponseError[] {
  const errors = message.payload?.errors ?? [];
  return Array.isArray(errors) ? errors : [errors];
}
