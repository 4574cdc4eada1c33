// The user pool: sign up and confirm, sign in (by SRP: the password never leaves the browser; a code where somebody chose so),
// sign out, reset a password, set up codes.
import { Amplify } from '@aws-amplify/core';
import * as amplify from '@aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from '@aws-amplify/auth/cognito';
import { SessionEnded } from '../appsync/types';
import type { Config } from '../config';
import { GUEST, type Identity } from './identity';

let isConfigured = false;

/** Configure the library, once. Importing parts of Amplify means to name the token provider and give it the pool. */
export function configureUserPool({ userPoolId, userPoolClientId, cognitoEndpoint }: Config): void {
  if (isConfigured) return;
  isConfigured = true;
  const endpoint = cognitoEndpoint ? { userPoolEndpoint: cognitoEndpoint } : {};
  const auth = { Cognito: { userPoolId, userPoolClientId, ...endpoint } };
  cognitoUserPoolsTokenProvider.setAuthConfig(auth);
  Amplify.configure({ Auth: auth }, { Auth: { tokenProvider: cognitoUserPoolsTokenProvider } });
}

/** Return the person whose tokens are in the browser's storage, or a guest. */
export async function restoreIdentity(): Promise<Identity> {
  try {
    const user = await amplify.getCurrentUser();
    return { kind: 'person', email: user.signInDetails?.loginId ?? user.username, userId: user.userId };
  } catch {
    return GUEST;
  }
}

/** Thrown by `signIn` when the account exists but its e-mail address has not been confirmed. */
export class UserNotConfirmed extends Error {
  override readonly name = 'UserNotConfirmed';
}

/** Thrown by `signIn` when the password is right and `confirmSignIn` has to follow, with a code of an authenticator app. */
export class CodeRequired extends Error {
  override readonly name = 'CodeRequired';
}

/** Sign in. Throws `UserNotConfirmed`, `CodeRequired`, or the pool's error: wrong password, too many attempts. */
export async function signIn(email: string, password: string): Promise<Identity> {
  await amplify.signOut();
  const { nextStep } = await amplify.signIn({
    username: email,
    password,
    options: { authFlowType: 'USER_SRP_AUTH' },
  });
  if (nextStep.signInStep === 'CONFIRM_SIGN_UP') throw new UserNotConfirmed();
  if (nextStep.signInStep === 'CONFIRM_SIGN_IN_WITH_TOTP_CODE') throw new CodeRequired();
  if (nextStep.signInStep !== 'DONE') throw new Error(`The account needs another step first: ${nextStep.signInStep}.`);
  return restoreIdentity();
}

/** Finish a sign-in that threw `CodeRequired`. Throws the pool's error: a wrong code, one that was used, an ended session. */
export async function confirmSignIn(code: string): Promise<Identity> {
  await amplify.confirmSignIn({ challengeResponse: code });
  return restoreIdentity();
}

/** Sign out. The tokens are gone from this browser at once; the pool hears of it whenever the network lets it. */
export async function signOut(): Promise<Identity> {
  const { authTokenStore, tokenOrchestrator } = cognitoUserPoolsTokenProvider;
  const tokens = await authTokenStore.loadTokens();
  await tokenOrchestrator.clearTokens();
  if (tokens?.refreshToken) void revokeToken(tokens.refreshToken);
  await amplify.signOut();
  return GUEST;
}

/** End a sign-in at the pool. Amplify's own call would hold the sign-out until it is answered. */
async function revokeToken(token: string): Promise<void> {
  const { userPoolId = '', userPoolClientId, userPoolEndpoint } = Amplify.getConfig().Auth?.Cognito ?? {};
  const [region] = userPoolId.split('_');
  await fetch(userPoolEndpoint ?? `https://cognito-idp.${region}.amazonaws.com/`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.RevokeToken',
    },
    body: JSON.stringify({ ClientId: userPoolClientId, Token: token }),
    keepalive: true,
  }).catch(() => undefined); // Offline, it ends by its age.
}

/** Create an account; returns true when a code was sent, which `confirmAddress` needs. */
export async function signUp(email: string, password: string, name: string): Promise<boolean> {
  const { isSignUpComplete } = await amplify.signUp({
    username: email,
    password,
    options: { userAttributes: { email, name } },
  });
  return !isSignUpComplete;
}

export async function confirmAddress(email: string, code: string): Promise<void> {
  await amplify.confirmSignUp({ username: email, confirmationCode: code });
}

export async function resendConfirmationCode(email: string): Promise<void> {
  await amplify.resendSignUpCode({ username: email });
}

export async function requestPasswordReset(email: string): Promise<void> {
  await amplify.resetPassword({ username: email });
}

export async function confirmPasswordReset(email: string, code: string, newPassword: string): Promise<void> {
  await amplify.confirmResetPassword({ username: email, confirmationCode: code, newPassword });
}

/** Return whether signing in asks for a code of an authenticator app. */
export async function hasCodes(): Promise<boolean> {
  const { enabled } = await amplify.fetchMFAPreference();
  return enabled?.includes('TOTP') ?? false;
}

/** Return a new secret for an authenticator app, and the link that such apps read. */
export async function startCodeSetup(email: string): Promise<{ secret: string; link: string }> {
  const setup = await amplify.setUpTOTP();
  return { secret: setup.sharedSecret, link: setup.getSetupUri('Waymark', email).href };
}

/** Ask for codes from now on. Throws the pool's error when the app shows another code. */
export async function confirmCodeSetup(code: string): Promise<void> {
  await amplify.verifyTOTPSetup({ code });
  await amplify.updateMFAPreference({ totp: 'PREFERRED' });
}

export async function turnOffCodes(): Promise<void> {
  await amplify.updateMFAPreference({ totp: 'DISABLED' });
}

/** Return an access token, a new one when the last was rejected. Throws `SessionEnded` when there is none. */
export async function getAccessToken(isRejected: boolean): Promise<string> {
  const { tokens } = await amplify.fetchAuthSession({ forceRefresh: isRejected }).catch(throwSessionEnd);
  if (!tokens) throw new SessionEnded();
  return tokens.accessToken.toString();
}

/** Amplify forgets tokens that were rotated out, as a copy of them or a second browser profile would hold, and throws. */
function throwSessionEnd(error: unknown): never {
  throw error instanceof Error && error.name === 'RefreshTokenReuseException' ? new SessionEnded() : error;
}
