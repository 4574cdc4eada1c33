// Queries and mutations: one POST, answered with data, errors, or both.
import type { Credentials, GraphQLAnswer, GraphQLRequest } from './types';

/** Return a `fetch` that proves who asks; a refused token is asked for afresh, once. */
export function authorised(credentials: Credentials): typeof fetch {
  return async (input, init) => {
    const send = async (isRetry: boolean) => {
      const headers = { ...headersOf(init), ...(await credentials({ isRetry })) };
      return fetch(input, { ...init, headers });
    };
    const answer = await send(false);
    return answer.status === 401 ? send(true) : answer;
  };
}

/** Send one operation. Rejects where the network fails or the answer is no GraphQL answer. */
export async function execute(url: string, credentials: Credentials, request: GraphQLRequest): Promise<GraphQLAnswer> {
  const answer = await authorised(credentials)(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  const text = await answer.text();
  try {
    return JSON.parse(text) as GraphQLAnswer;
  } catch {
    throw new Error(`The API answered ${answer.status} without JSON: ${text.slice(0, 200)}`);
  }
}

function headersOf(init: RequestInit | undefined): Record<string, string> {
  return Object.fromEntries(new Headers(init?.headers).entries());
}
