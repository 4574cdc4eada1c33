// An account by keyboard alone: a guest is asked to sign in, signs up, confirms, is back where they were, signs out, forgets the password.
// `node e2e/account.mjs [site]` against a running system; the codes are those of the embedded user pool, which sends no mail.
import { fact, SITE, withPeople } from './people.mjs';

const EMAIL = `nia-${Date.now()}@waymark.example`;
const [PASSWORD, NEW_PASSWORD] = ['Correct-Horse-9', 'Wrong-Battery-8'];
const CODES = { signUp: '123456', newPassword: '654321' };
const MOST = 60;

/** Press Tab until something with this name has the focus. */
async function tabTo(page, name) {
  for (let press = 0; press < MOST; press++) {
    await page.keyboard.press('Tab');
    const named = await page.evaluate(() => {
      const element = document.activeElement;
      return [element?.getAttribute('aria-label'), element?.labels?.[0]?.firstChild?.textContent, element?.textContent].find(Boolean)?.trim() ?? '';
    });
    if (named === name || (name instanceof RegExp && name.test(named))) return;
  }
  throw new Error(`The keyboard does not reach ${name}.`);
}

async function types(page, fields) {
  for (const [name, value] of Object.entries(fields)) {
    await tabTo(page, name);
    await page.keyboard.press('Control+A');
    await page.keyboard.type(value);
  }
  await page.keyboard.press('Enter');
}

await withPeople(async (person) => {
  const page = await person();
  await page.goto(SITE);
  await page.locator('.card:has(img.picture) h2 a').first().focus();
  await page.keyboard.press('Enter');
  await page.locator('.article-acts .like').waitFor();
  const article = page.url();
  await tabTo(page, /^\d+ likes?$/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
  await tabTo(page, 'Make an account');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Join Waymark' }).waitFor();
  fact('A guest who likes something is asked to sign in, or up');

  await types(page, { 'Your name': 'Nia', 'E-mail': EMAIL, 'New password': PASSWORD });
  await page.getByRole('heading', { name: 'Confirm your address' }).waitFor();
  await types(page, { Code: '000000' });
  await page.getByText('The code is not right.').waitFor();
  fact('A wrong code is refused with a word');

  const other = await person();
  await other.goto(`${SITE}/sign-in`);
  await other.getByRole('heading', { name: 'Welcome back' }).waitFor();
  await types(other, { 'E-mail': EMAIL, Password: PASSWORD });
  await other.getByRole('heading', { name: 'Confirm your address' }).waitFor();
  fact('An unconfirmed account is led to its confirmation');

  await page.getByRole('heading', { name: 'Confirm your address' }).focus();
  await types(page, { Code: CODES.signUp });
  await page.waitForURL(article);
  await page.getByRole('link', { name: 'Notifications, 0 unread' }).waitFor();
  fact('Confirmed, one is signed in and back where one was');

  await page.locator('.article-acts .like').waitFor();
  await tabTo(page, /^\d+ likes?$/);
  await page.keyboard.press('Space');
  await page.locator('.article-acts .like[aria-pressed=true]').waitFor();
  const unliked = page.waitForResponse((response) => (response.request().postData() ?? '').includes('mutation Unlike('));
  await page.keyboard.press('Space');
  await page.locator('.article-acts .like[aria-pressed=false]').waitFor();
  await unliked;
  await tabTo(page, /^Look at it in full/);
  await page.keyboard.press('Enter');
  await page.locator('.lightbox').waitFor();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Escape');
  await page.locator('.lightbox').waitFor({ state: 'detached' });
  fact('Likes and photos work from the keyboard, and Escape leads back');

  await page.goto(`${SITE}/me`);
  await page.getByRole('heading', { name: 'Nia' }).waitFor();
  fact('A new account has a profile');
  await page.locator('h1').first().evaluate((heading) => heading.scrollIntoView());
  await tabTo(page, 'Sign out');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${SITE}/`);
  await page.getByRole('link', { name: 'Sign in' }).waitFor();
  fact('One signs out, and is a guest on the first page');

  await page.goto(`${SITE}/sign-in`);
  await types(page, { 'E-mail': EMAIL, Password: 'Not-mine-7' });
  await page.getByText('The e-mail or the password is not right.').waitFor();
  await tabTo(page, 'Forgotten the password?');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Forgotten password' }).waitFor();
  await types(page, { 'E-mail': EMAIL });
  await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
  await types(page, { Code: CODES.newPassword, 'New password': NEW_PASSWORD });
  await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
  await types(page, { 'E-mail': EMAIL, Password: NEW_PASSWORD });
  await page.getByRole('link', { name: 'You', exact: true }).waitFor();
  fact('A wrong password is refused; a forgotten one is replaced, and the new one opens');
});
