// Queries and mutations over HTTP.
import type { Credentials, GraphQLResponse, GraphQLRequest } from './types';

/** Return a `fetch` that adds credentials, and retries once with fresh ones after a 401. */
export function createAuthorizedFetch(credentials: Credentials): typeof fetch {
  return async (input, init) => {
    const send = async (isRetry: boolean) => {
      const headers = { ...readHeaders(init), ...(await credentials({ isRetry })) };
      return fetch(input, { ...init, headers });
    };
    const answer = await send(false);
    return answer.status === 401 ? send(true) : answer;
  };
}

/** Execute one operation. Rejects when the network fails or the response is not JSON. */
export async function executeRequest(
  url: string,
  credentials: Credentials,
  request: GraphQLRequest,
): Promise<GraphQLResponse> {
  const answer = await createAuthorizedFetch(credentials)(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  const text = await answer.text();
  try {
    return JSON.parse(text) as GraphQLResponse;
  } catch {
    throw new Error(`The API answered ${answer.status} without JSON: ${text.slice(0, 200)}`);
  }
}

function readHeaders(init: RequestInit | undefined): Record<string, string> {
  return Object.fromEntries(new Headers(init?.headers).entries());
}
