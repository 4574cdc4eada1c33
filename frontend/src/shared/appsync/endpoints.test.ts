// Where the socket of an endpoint is.
import { expect, it } from 'vitest';
import { encodeHeaderProtocol, getRealtimeUrl } from './endpoints';

it.each([
  [
    'https://abcdefghijklmnopqrstuvwxyz.appsync-api.eu-west-1.amazonaws.com/graphql',
    'wss://abcdefghijklmnopqrstuvwxyz.appsync-realtime-api.eu-west-1.amazonaws.com/graphql',
  ],
  ['https://api.example.com/graphql', 'wss://api.example.com/graphql/realtime'],
  ['http://127.0.0.1:4000/graphql', 'ws://127.0.0.1:4000/graphql/realtime'],
])('%s has its socket at %s', (graphqlUrl, socketUrl) => {
  expect(getRealtimeUrl(graphqlUrl)).toBe(socketUrl);
});

it('encodes credentials so that they are a valid subprotocol', () => {
  expect(encodeHeaderProtocol({ host: 'ünï', 'x-api-key': 'da2-??>>' })).toMatch(/^header-[\w-]+$/);
});
