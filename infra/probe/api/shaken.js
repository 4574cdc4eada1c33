// Tells which headers of a socket's handshake its resolver sees, as the words of a refusal.
import { util } from '@aws-appsync/utils';

export function request(ctx) {
  const seen = Object.keys(ctx.request.headers).filter((name) => name.startsWith('sec-websocket-'));
  return { payload: seen.sort().join(', ') };
}

export function response(ctx) {
  util.error(`seen: ${ctx.result}`, 'Seen');
}
