// What travels between a client and AppSync.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface GraphQLRequest {
  query: string;
  variables?: Record<string, unknown> | undefined;
  operationName?: string | undefined;
}

export interface GraphQLProblem {
  message: string;
  errorType?: string | null;
  /** The HTTP status that it stands for: on the realtime socket alone. */
  errorCode?: number;
  path?: (string | number)[] | null;
}

export interface GraphQLAnswer {
  data?: Json;
  errors?: GraphQLProblem[];
}

/** The headers that prove who is asking, made for each request; a retry wants a token that was not refused yet. */
export type Credentials = (asked?: { isRetry: boolean }) => Promise<Record<string, string>>;

/** AppSync refused the request as a whole. */
export class AppSyncError extends Error {
  override readonly name = 'AppSyncError';

  constructor(readonly problems: GraphQLProblem[]) {
    super(problems.map((problem) => problem.message).join(' ') || 'The request was refused.');
  }

  /** Whether the credentials themselves were refused, so that fresh ones may pass; a field that denies is another matter. */
  get isStale(): boolean {
    return this.problems.some(({ errorType, message }) => /UnauthorizedException$/.test(errorType ?? '') || /token (has )?expired/i.test(message));
  }
}

/** Thrown by credentials that will not come back. Whatever else they throw is taken for a passing failure. */
export class SessionEnded extends Error {
  override readonly name = 'SessionEnded';
}
