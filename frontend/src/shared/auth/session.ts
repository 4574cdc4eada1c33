// Who is asking: a guest by the API key, or somebody signed in to the user pool (SRP: the password stays here).
import { Amplify } from '@aws-amplify/core';
import { fetchAuthSession, getCurrentUser, signIn, signOut } from '@aws-amplify/auth';
import type { Credentials } from '../appsync/types';
import type { Config } from '../config';

export type Identity = { kind: 'guest' } | { kind: 'person'; email: string; userId: string };

export function configureAuth(config: Config): void {
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: config.userPoolId,
        userPoolClientId: config.userPoolClientId,
        ...(config.cognitoEndpoint ? { userPoolEndpoint: config.cognitoEndpoint } : {}),
      },
    },
  });
}

/** Return who was signed in when the page was last open. */
export async function restore(): Promise<Identity> {
  try {
    const user = await getCurrentUser();
    return { kind: 'person', email: user.signInDetails?.loginId ?? user.username, userId: user.userId };
  } catch {
    return { kind: 'guest' };
  }
}

/** Sign in, or throw the pool's own sentence: wrong password, unconfirmed, throttled. */
export async function enter(email: string, password: string): Promise<Identity> {
  await signOut();
  const { nextStep } = await signIn({ username: email, password, options: { authFlowType: 'USER_SRP_AUTH' } });
  if (nextStep.signInStep !== 'DONE') throw new Error(`The account needs another step first: ${nextStep.signInStep}.`);
  return restore();
}

export async function leave(): Promise<Identity> {
  await signOut();
  return { kind: 'guest' };
}

/** Return the headers that prove an identity; a person's token is fresh each time. */
export function credentialsOf(identity: Identity, config: Config): Credentials {
  if (identity.kind === 'guest') return () => Promise.resolve({ 'x-api-key': config.apiKey });
  return async () => {
    const token = (await fetchAuthSession()).tokens?.accessToken.toString();
    if (!token) throw new Error('Your session has ended. Sign in again.');
    return { Authorization: token };
  };
}
