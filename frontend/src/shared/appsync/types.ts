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

  get isUnauthorized(): boolean {
    return this.problems.some((problem) => /unauthori[sz]ed/i.test(problem.errorType ?? ''));
  }
}
