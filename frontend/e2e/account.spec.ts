// An account by keyboard only: a guest is asked to sign in, signs up, confirms, is back where they were, signs out, forgets the
// password. The codes are those of the embedded user pool, which sends no mail.
import type { Page } from '@playwright/test';
import { answerTo } from './support/network';
import { expect, test } from './support/test';
import { beginningOf, linkIn, startingWith, words } from './support/words';

const { app, gallery, profile, shared, users } = words;
const EMAIL = `nia-${Date.now()}@waymark.example`;
const [PASSWORD, NEW_PASSWORD] = ['Correct-Horse-9', 'Wrong-Battery-8'];
const CODES = { signUp: '123456', newPassword: '654321' };
const MOST_PRESSES = 60;

/** Press Tab until something with this name has the focus. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let press = 0; press < MOST_PRESSES; press++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const label = element instanceof HTMLInputElement ? element.labels?.[0]?.firstChild?.textContent : undefined;
      return [element?.getAttribute('aria-label'), label, element?.textContent].find(Boolean)?.trim() ?? '';
    });
    if (focused === name || (name instanceof RegExp && name.test(focused))) return;
  }
  throw new Error(`The keyboard does not reach ${String(name)}.`);
}

async function fillByKeyboard(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) {
    await tabTo(page, name);
    await page.keyboard.press('Control+A');
    await page.keyboard.type(value);
  }
  await page.keyboard.press('Enter');
}

async function goBy(page: Page, name: string | RegExp): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
}

test('an account is made, used, left and entered again by keyboard', async ({ guest: page, open }) => {
  const heading = (name: string) => page.getByRole('heading', { name });
  const heart = page.locator('.article-acts .like');
  let article = '';

  await test.step('a guest who likes something is asked to sign in, or up', async () => {
    await page.goto('/');
    await page.locator('.card:has(img.picture) h2 a').first().focus();
    await page.keyboard.press('Enter');
    await expect(heart).toBeVisible();
    article = page.url();
    await goBy(page, /^\d+ likes?$/);
    await expect(heading(users.welcomeBack)).toBeVisible();
    await goBy(page, linkIn(users.newHere));
    await expect(heading(users.joinWaymark)).toBeVisible();
  });

  await test.step('a wrong code is refused with a word', async () => {
    await fillByKeyboard(page, { [users.yourName]: 'Nia', [users.email]: EMAIL, [users.newPassword]: PASSWORD });
    await expect(heading(users.checkEmail)).toBeVisible();
    await fillByKeyboard(page, { [users.code]: '000000' });
    await expect(page.getByRole('alert')).toContainText(users.CodeMismatchException);
  });

  await test.step('an unconfirmed account is led to its confirmation', async () => {
    const other = await open();
    await other.goto('/sign-in');
    await expect(other.getByRole('heading', { name: users.welcomeBack })).toBeVisible();
    await fillByKeyboard(other, { [users.email]: EMAIL, [users.password]: PASSWORD });
    await expect(other.getByRole('heading', { name: users.checkEmail })).toBeVisible();
  });

  await test.step('confirmed, Nia is signed in and back where she was', async () => {
    await heading(users.checkEmail).focus();
    await fillByKeyboard(page, { [users.code]: CODES.signUp });
    await page.waitForURL(article);
    await expect(page.getByRole('link', { name: shared.bell({ count: 0 }) })).toBeVisible();
    await expect(heart, 'what she liked as a guest').toHaveAttribute('aria-pressed', 'true');
  });

  await test.step('likes and photos work from the keyboard, and Escape leads back', async () => {
    await expect(heart).toBeVisible();
    await heart.focus();
    for (const isLiked of [false, true, false]) {
      const answer = answerTo(page, isLiked ? 'Like' : 'Unlike');
      await page.keyboard.press('Space');
      await expect(heart).toHaveAttribute('aria-pressed', String(isLiked));
      await answer;
    }
    await goBy(page, startingWith(beginningOf(gallery.viewPhoto({ alt: '{alt}' }))));
    await expect(page.locator('.lightbox')).toBeVisible();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Escape');
    await expect(page.locator('.lightbox')).toBeHidden();
  });

  await test.step('a new account has a profile, signs out, and is a guest on the first page', async () => {
    await page.goto('/me');
    await expect(heading('Nia')).toBeVisible();
    await goBy(page, profile.signOut);
    await page.waitForURL('/');
    await expect(page.getByRole('link', { name: app.signIn })).toBeVisible();
  });

  await test.step('a wrong password is refused; a forgotten one is replaced, and the new one opens', async () => {
    await page.goto('/sign-in');
    await fillByKeyboard(page, { [users.email]: EMAIL, [users.password]: 'Not-mine-7' });
    await expect(page.getByRole('alert')).toContainText(users.NotAuthorizedException);
    await goBy(page, users.forgotPassword);
    await expect(heading(users.resetPassword)).toBeVisible();
    await fillByKeyboard(page, { [users.email]: EMAIL });
    await expect(heading(users.chooseNewPassword)).toBeVisible();
    await fillByKeyboard(page, { [users.code]: CODES.newPassword, [users.newPassword]: NEW_PASSWORD });
    await expect(heading(users.welcomeBack)).toBeVisible();
    await fillByKeyboard(page, { [users.email]: EMAIL, [users.password]: NEW_PASSWORD });
    await expect(page.getByRole('link', { name: app.profile, exact: true })).toBeVisible();
  });
});
