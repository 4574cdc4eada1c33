// Signing in with codes of an authenticator app, staying signed in by tokens that rotate, and signing out at once.
import type { Page } from '@playwright/test';
import { codeOf } from './support/authenticator';
import { makeGate } from './support/network';
import { expect, nameOf, test } from './support/test';
import { words } from './support/words';

const { app, profile, users } = words;
const PASSWORD = 'Correct-Horse-9';

async function signUp(page: Page, email: string): Promise<void> {
  await page.goto('/sign-up?to=/me');
  await page.getByLabel(users.yourName).fill('Nia');
  await page.getByLabel(users.email).fill(email);
  await page.getByLabel(users.newPassword).fill(PASSWORD);
  await page.getByRole('button', { name: users.createAccount }).click();
  await page.getByLabel(users.code).fill('123456');
  await page.getByRole('button', { name: users.confirm }).click();
  await page.waitForURL('/me');
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in?to=/me');
  await page.getByLabel(users.email).fill(email);
  await page.getByLabel(users.password).fill(PASSWORD);
  await page.getByRole('button', { name: users.signIn, exact: true }).click();
}

const signOut = (page: Page) => page.getByRole('button', { name: profile.signOut }).click();

/** Return what the browser's storage holds of a sign-in. */
const readTokens = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(() =>
    Object.fromEntries<string>(
      Object.entries(localStorage)
        .filter(([key]) => key.startsWith('CognitoIdentityServiceProvider.'))
        .map(([key, value]) => [key.split('.').at(-1) ?? key, String(value)]),
    ),
  );

/** Ask the pool for new tokens, and return the name of its refusal, if it refuses. */
async function refresh(page: Page, token: string | undefined): Promise<string | undefined> {
  return page.evaluate(async (refreshToken) => {
    const { userPoolClientId, cognitoEndpoint } = (await (await fetch('/config.json')).json()) as Record<
      string,
      string
    >;
    const answer = await fetch(cognitoEndpoint ?? '', {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.GetTokensFromRefreshToken',
      },
      body: JSON.stringify({ ClientId: userPoolClientId, RefreshToken: refreshToken }),
    });
    return ((await answer.json()) as { __type?: string }).__type;
  }, token);
}

test('codes are set up, asked for, and turned off', async ({ guest: page }) => {
  const email = `codes-${Date.now()}@waymark.example`;
  const turnOn = page.getByRole('button', { name: profile.turnOnCodes });
  let secret = '';
  await signUp(page, email);

  await test.step('a code that the app does not show turns nothing on', async () => {
    await page.getByRole('button', { name: profile.setUpCodes }).click();
    await expect(page.getByRole('img', { name: profile.qrCode })).toBeVisible();
    secret = await page.locator('.secret').innerText();
    await page.getByLabel(profile.appCode).fill(codeOf(secret, 10));
    await turnOn.click();
    await expect(page.getByRole('alert')).toContainText(users.wrongAppCode);
  });

  await test.step('the one it shows does, and signing in asks for it from then on', async () => {
    await page.getByLabel(profile.appCode).fill(codeOf(secret));
    await turnOn.click();
    await expect(page.getByText(profile.codesAreOn)).toBeVisible();
    await signOut(page);
    await page.waitForURL('/');
    await signIn(page, email);
    await expect(page.getByRole('heading', { name: users.enterAppCode })).toBeVisible();
    await page.getByLabel(users.code).fill(codeOf(secret, 10));
    await page.getByRole('button', { name: users.signIn, exact: true }).click();
    await expect(page.getByRole('alert')).toContainText(users.wrongAppCode);
    await page.getByLabel(users.code).fill(codeOf(secret, 1));
    await page.getByRole('button', { name: users.signIn, exact: true }).click();
    await page.waitForURL('/me');
  });

  await test.step('turned off, the password is enough', async () => {
    await page.getByRole('button', { name: profile.turnOffCodes }).click();
    await page.getByRole('dialog').getByRole('button', { name: profile.turnOffCodes }).click();
    await expect(page.getByText(profile.codesAreOff)).toBeVisible();
    await signOut(page);
    await page.waitForURL('/');
    await signIn(page, email);
    await page.waitForURL('/me');
  });
});

test('signing out leaves nothing on the device, in any tab, while the network is slow', async ({ open }) => {
  const page = await open({ serviceWorkers: 'allow' });
  const sockets: { isClosed: () => boolean }[] = [];
  page.on('websocket', (socket) => sockets.push(socket));
  await page.goto('/sign-in?to=/me');
  await page.getByRole('button', { name: nameOf('ada') }).click();
  await expect(page.locator('.own-row').first()).toBeVisible();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await expect.poll(() => sockets.some((socket) => !socket.isClosed())).toBe(true);
  const tab = await page.context().newPage();
  await tab.goto('/me');
  await expect(tab.getByRole('button', { name: profile.signOut })).toBeVisible();
  const before = await readTokens(page);
  await page.evaluate(async () => (await caches.open('waymark-pictures')).put('/seen.png', new Response('seen')));
  await page.evaluate(() => sessionStorage.setItem('waymark.words.comment', 'not sent'));
  const mine = [...sockets];
  const revocationSent = makeGate();
  const poolMayAnswer = makeGate();
  await page.route(
    (url) => url.port !== new URL(page.url()).port,
    async (route) => {
      const isRevocation = route.request().headers()['x-amz-target']?.endsWith('RevokeToken');
      if (isRevocation) revocationSent.resolve();
      if (isRevocation) await poolMayAnswer.promise;
      await route.fallback();
    },
  );

  await signOut(page);
  await revocationSent.promise;
  await page.waitForURL('/');

  await expect.poll(() => readTokens(page), 'tokens').toEqual({});
  await expect.poll(() => mine.every((socket) => socket.isClosed()), 'sockets').toBe(true);
  await expect.poll(() => page.evaluate(async () => Boolean(await caches.match('/seen.png'))), 'pictures').toBe(false);
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem('waymark.words.comment')), 'text').toBeNull();
  await expect(page.getByRole('link', { name: app.signIn })).toBeVisible();
  await expect(tab.getByRole('link', { name: app.signIn }).first(), 'the other tab').toBeVisible();
  poolMayAnswer.resolve();
  await expect.poll(() => refresh(page, before.refreshToken), 'at the pool').toBe('NotAuthorizedException');
});

test('tokens rotate: each renewal of a session replaces the token that renewed it', async ({ guest: page }) => {
  await signUp(page, `rotating-${Date.now()}@waymark.example`);
  const before = await readTokens(page);

  // An access token that the API rejects is renewed.
  await page.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => name.endsWith('.accessToken')) ?? '';
    const [head, body = '', signature = ''] = (localStorage.getItem(key) ?? '').split('.');
    localStorage.setItem(key, [head, body, signature.split('').reverse().join('')].join('.'));
  });
  await page.goto('/me');
  await expect(page.getByRole('heading', { name: 'Nia' })).toBeVisible();
  const after = await readTokens(page);

  expect(after.refreshToken).not.toBe(before.refreshToken);
  expect(await refresh(page, after.refreshToken)).toBeUndefined();
});
