// Queries and mutations: one POST, answered with data, errors, or both.
import type { Credentials, GraphQLAnswer, GraphQLRequest } from './types';

/** Send one operation. Rejects where the network fails or the answer is no GraphQL answer. */
export async function execute(url: string, credentials: Credentials, request: GraphQLRequest): Promise<GraphQLAnswer> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(await credentials()) },
    body: JSON.stringify(request),
  });
  const text = await answer.text();
  try {
    return JSON.parse(text) as GraphQLAnswer;
  } catch {
    throw new Error(`The API answered ${answer.status} without JSON: ${text.slice(0, 200)}`);
  }
}
