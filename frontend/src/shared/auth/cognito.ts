// The user pool: sign up, confirm, sign in (SRP: the password stays here), a new password, sign out.
import { Amplify } from '@aws-amplify/core';
import {
  confirmResetPassword,
  confirmSignUp,
  fetchAuthSession,
  getCurrentUser,
  resendSignUpCode,
  resetPassword,
  signIn,
  signOut,
  signUp,
} from '@aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from '@aws-amplify/auth/cognito';
import { SessionEnded } from '../appsync/types';
import type { Config } from '../config';
import { GUEST, type Identity } from './session';

let isConfigured = false;

/** Set the library up, once. Without the whole of Amplify, the keeper of tokens has to be named and told of the pool. */
export function configure({ userPoolId, userPoolClientId, cognitoEndpoint }: Config): void {
  if (isConfigured) return;
  isConfigured = true;
  const endpoint = cognitoEndpoint ? { userPoolEndpoint: cognitoEndpoint } : {};
  const auth = { Cognito: { userPoolId, userPoolClientId, ...endpoint } };
  cognitoUserPoolsTokenProvider.setAuthConfig(auth);
  Amplify.configure({ Auth: auth }, { Auth: { tokenProvider: cognitoUserPoolsTokenProvider } });
}

export async function restore(): Promise<Identity> {
  try {
    const user = await getCurrentUser();
    return { kind: 'person', email: user.signInDetails?.loginId ?? user.username, userId: user.userId };
  } catch {
    return GUEST;
  }
}

/** Thrown where an account exists but its address was not confirmed yet. */
export class Unconfirmed extends Error {
  override readonly name = 'Unconfirmed';
}

/** Sign in, or throw the pool's own sentence: wrong password, throttled; `Unconfirmed` where a code is needed first. */
export async function enter(email: string, password: string): Promise<Identity> {
  await signOut();
  const { nextStep } = await signIn({ username: email, password, options: { authFlowType: 'USER_SRP_AUTH' } });
  if (nextStep.signInStep === 'CONFIRM_SIGN_UP') throw new Unconfirmed();
  if (nextStep.signInStep !== 'DONE') throw new Error(`The account needs another step first: ${nextStep.signInStep}.`);
  return restore();
}

export async function leave(): Promise<Identity> {
  await signOut();
  return GUEST;
}

/** Ask for an account; true when a code was sent that `confirm` needs. */
export async function join(email: string, password: string, name: string): Promise<boolean> {
  const answer = await signUp({ username: email, password, options: { userAttributes: { email, name } } });
  return !answer.isSignUpComplete;
}

export async function confirm(email: string, code: string): Promise<void> {
  await confirmSignUp({ username: email, confirmationCode: code });
}

export async function sendCodeAgain(email: string): Promise<void> {
  await resendSignUpCode({ username: email });
}

export async function forget(email: string): Promise<void> {
  await resetPassword({ username: email });
}

export async function renew(email: string, code: string, newPassword: string): Promise<void> {
  await confirmResetPassword({ username: email, confirmationCode: code, newPassword });
}

/** Return an access token, a new one when `isRefused`, or throw where the session has ended. */
export async function token(isRefused: boolean): Promise<string> {
  const { tokens } = await fetchAuthSession({ forceRefresh: isRefused });
  if (!tokens) throw new SessionEnded();
  return tokens.accessToken.toString();
}
