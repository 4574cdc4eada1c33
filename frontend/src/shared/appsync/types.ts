// Requests, responses, errors and credentials of AppSync.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface GraphQLRequest {
  query: string;
  variables?: Record<string, unknown> | undefined;
  operationName?: string | undefined;
}

export interface GraphQLResponseError {
  message: string;
  errorType?: string | null;
  /** The HTTP status it stands for; only on the realtime socket. */
  errorCode?: number;
  path?: (string | number)[] | null;
}

export interface GraphQLResponse {
  data?: Json;
  errors?: GraphQLResponseError[];
}

/** Returns the authorization headers of a request; a retry needs a new token. */
export type Credentials = (options?: { isRetry: boolean }) => Promise<Record<string, string>>;

/** AppSync rejected the whole request. */
export class AppSyncError extends Error {
  override readonly name = 'AppSyncError';

  constructor(readonly errors: GraphQLResponseError[]) {
    super(errors.map((problem) => problem.message).join(' ') || 'The request was refused.');
  }

  /** Whether the credentials themselves were rejected, so that fresh ones may work. A denied field does not count. */
  get areCredentialsRejected(): boolean {
    return this.errors.some(
      ({ errorType, message }) =>
        /UnauthorizedException$/.test(errorType ?? '') || /token (has )?expired/i.test(message),
    );
  }
}

/** Thrown by credentials when the session is over. Other errors count as temporary. */
export class SessionEnded extends Error {
  override readonly name = 'SessionEnded';
}
