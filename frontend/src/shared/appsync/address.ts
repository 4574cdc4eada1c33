// AppSync's addresses: where a GraphQL endpoint has its socket.

const STANDARD = /^https:\/\/\w{26}\.appsync-api\.[\w-]+\.amazonaws\.com(\.cn)?\/graphql$/i;

/** Return the socket's address of a standard, custom-domain or local GraphQL endpoint. */
export function realtimeUrlOf(graphqlUrl: string): string {
  const url = new URL(graphqlUrl);
  if (STANDARD.test(graphqlUrl)) url.hostname = url.hostname.replace('appsync-api', 'appsync-realtime-api');
  else url.pathname = `${url.pathname.replace(/\/$/, '')}/realtime`;
  url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:';
  return url.toString();
}

/** Return the host that credentials name: the GraphQL endpoint's, with its port. */
export function hostOf(graphqlUrl: string): string {
  return new URL(graphqlUrl).host;
}

/** Encode a credentials object as the subprotocol that carries it: base64url without padding. */
export function headerProtocol(header: Record<string, string>): string {
  const bytes = new TextEncoder().encode(JSON.stringify(header));
  const text = btoa(String.fromCharCode(...bytes));
  return `header-${text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`;
}
