// Who is asking: a guest by the API key, or somebody signed in to the user pool, whose library loads when needed.
import type { Credentials } from '../appsync/types';
import type { Config } from '../config';

export type Identity = { kind: 'guest' } | { kind: 'person'; email: string; userId: string };

export const GUEST: Identity = { kind: 'guest' };

/** Load the library of the user pool, set up for this site's pool. */
export async function pool(config: Config) {
  const cognito = await import('./cognito');
  cognito.configure(config);
  return cognito;
}

const prefixOf = (config: Config) => `CognitoIdentityServiceProvider.${config.userPoolClientId}.`;

/** Return who was signed in when the site was last open; guests load nothing. */
export async function restore(config: Config): Promise<Identity> {
  return localStorage.getItem(`${prefixOf(config)}LastAuthUser`) ? (await pool(config)).restore() : GUEST;
}

/**
 * Hear when somebody signs in or out on another tab of this browser: the tokens are shared between them.
 * They arrive one key after another, the name before the tokens, so each of them may be the one that counts.
 */
export function onElsewhere(config: Config, changed: () => void): () => void {
  const heard = ({ key, oldValue, newValue }: StorageEvent) => {
    if (key?.startsWith(prefixOf(config)) && oldValue !== newValue) changed();
  };
  addEventListener('storage', heard);
  return () => removeEventListener('storage', heard);
}

/** Return the headers that prove an identity; a person's token is fresh each time. */
export function credentialsOf(identity: Identity, config: Config): Credentials {
  if (identity.kind === 'guest') return () => Promise.resolve({ 'x-api-key': config.apiKey });
  return async ({ isRetry } = { isRetry: false }) => ({ Authorization: await (await pool(config)).token(isRetry) });
}
