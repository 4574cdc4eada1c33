// AppSync's endpoints: the realtime address of a GraphQL address, and the subprotocol that carries credentials.

const STANDARD = /^https:\/\/\w{26}\.appsync-api\.[\w-]+\.amazonaws\.com(\.cn)?\/graphql$/i;

/** Return the realtime address of a standard, custom-domain or local GraphQL endpoint. */
export function getRealtimeUrl(graphqlUrl: string): string {
  const url = new URL(graphqlUrl);
  if (STANDARD.test(graphqlUrl)) url.hostname = url.hostname.replace('appsync-api', 'appsync-realtime-api');
  else url.pathname = `${url.pathname.replace(/\/$/, '')}/realtime`;
  url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:';
  return url.toString();
}

/** Return the `host` of credentials: the GraphQL endpoint's host with its port. */
export function getHost(graphqlUrl: string): string {
  return new URL(graphqlUrl).host;
}

/** Encode credentials as the `header-…` subprotocol: base64url without padding. */
export function encodeHeaderProtocol(header: Record<string, string>): string {
  const bytes = new TextEncoder().encode(JSON.stringify(header));
  const text = btoa(String.fromCharCode(...bytes));
  return `header-${text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`;
}
