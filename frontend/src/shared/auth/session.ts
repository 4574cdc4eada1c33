// The credentials of requests: the API key for guests, a user pool token for people. The pool's library loads when needed.
import type { Credentials } from '../appsync/types';
import type { Config } from '../config';
import { GUEST, type Identity } from './identity';

/** Load and configure the user pool's library. */
export async function loadUserPool(config: Config) {
  const cognito = await import('./cognito');
  cognito.configureUserPool(config);
  return cognito;
}

const getStoragePrefix = (config: Config) => `CognitoIdentityServiceProvider.${config.userPoolClientId}.`;

/** Return who is signed in according to the browser's storage. Guests do not load the library. */
export async function restoreIdentity(config: Config): Promise<Identity> {
  return localStorage.getItem(`${getStoragePrefix(config)}LastAuthUser`)
    ? (await loadUserPool(config)).restoreIdentity()
    : GUEST;
}

/**
 * Listen for sign-ins and sign-outs in other tabs of this browser, which share the tokens.
 * The keys are written one by one, the name before the tokens, so the listener is called for each of them.
 */
export function onSignInElsewhere(config: Config, listener: () => void): () => void {
  const handleStorage = ({ key, oldValue, newValue }: StorageEvent) => {
    if (key?.startsWith(getStoragePrefix(config)) && oldValue !== newValue) listener();
  };
  addEventListener('storage', handleStorage);
  return () => removeEventListener('storage', handleStorage);
}

/** Return the credentials of an identity; a person's token is requested for each call. */
export function createCredentials(identity: Identity, config: Config): Credentials {
  if (identity.kind === 'guest') return () => Promise.resolve({ 'x-api-key': config.apiKey });
  return async ({ isRetry } = { isRetry: false }) => ({
    Authorization: await (await loadUserPool(config)).getAccessToken(isRetry),
  });
}
