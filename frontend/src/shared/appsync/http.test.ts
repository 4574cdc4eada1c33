// Requests over HTTP: who asks is proven, and an expired token costs one more try.
import { afterEach, expect, it, vi } from 'vitest';
import { executeRequest } from './http';

afterEach(() => vi.unstubAllGlobals());

function answering(...answers: Response[]): Request[] {
  const sent: Request[] = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    sent.push(new Request(url, init));
    return Promise.resolve(answers[sent.length - 1]);
  });
  return sent;
}

const URL = 'http://localhost:4000/graphql';

it('asks once more with a fresh token when the first is refused', async () => {
  const sent = answering(new Response('{}', { status: 401 }), new Response('{"data":{"viewer":null}}'));

  const answer = await executeRequest(
    URL,
    (asked) => Promise.resolve({ Authorization: asked?.isRetry ? 'new' : 'old' }),
    {
      query: '{ viewer { user { id } } }',
    },
  );

  expect(answer).toEqual({ data: { viewer: null } });
  expect(sent.map((request) => request.headers.get('authorization'))).toEqual(['old', 'new']);
});

it('says what came instead of JSON', async () => {
  answering(new Response('<h1>Bad gateway</h1>', { status: 502 }));

  const asked = executeRequest(URL, () => Promise.resolve({ 'x-api-key': 'da2-x' }), { query: '{ a }' });

  await expect(asked).rejects.toThrow('The API answered 502 without JSON: <h1>Bad gateway</h1>');
});
