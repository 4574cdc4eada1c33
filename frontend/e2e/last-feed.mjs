// Without a network the last feed and the articles that were opened stay readable, and the rest says why it is not;
// a new version is taken, and what somebody read is gone once they sign out.
// `node e2e/last-feed.mjs [site]` against a running system with its demo world; fails at the first fact that does not hold.
import { SITE, withPeople } from './people.mjs';

const fact = (words) => console.log(`yes  ${words}`);

async function expectShown(page, selector) {
  await page.waitForFunction((asked) => {
    const images = [...document.querySelectorAll(asked)];
    return images.length > 0 && images.every((image) => image.complete && image.naturalWidth > 0);
  }, selector);
}

async function keptNames(page) {
  return page.evaluate(async () => ({
    pictures: await caches.has('waymark-pictures'),
    databases: (await indexedDB.databases()).map(({ name }) => name).filter((name) => name.startsWith('waymark-seen-')),
  }));
}

await withPeople(async (person) => {
  const reader = await person({ serviceWorkers: 'allow' });
  await reader.goto(SITE);
  await reader.locator('.card').first().waitFor();
  await reader.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const titles = reader.locator('.card h2 a');
  const [opened, notOpened] = await Promise.all([titles.nth(0).innerText(), titles.nth(2).innerText()]);
  await titles.nth(0).click();
  await reader.getByRole('heading', { level: 1, name: opened }).waitFor();
  await reader.locator('.markdown').waitFor();
  await reader.waitForLoadState('networkidle');
  await reader.goBack();
  await reader.locator('.card').first().waitFor();
  await expectShown(reader, '.card-lead img');

  await reader.context().setOffline(true);
  await reader.reload();
  await reader.locator('.card').first().waitFor();
  await reader.locator('.live-away').waitFor();
  await expectShown(reader, '.card-lead img');
  fact('Offline, a reload shows the last feed with its pictures, and says that one is offline');

  await reader.getByRole('link', { name: opened, exact: true }).click();
  await reader.getByRole('heading', { level: 1, name: opened }).waitFor();
  await reader.reload();
  await reader.getByRole('heading', { level: 1, name: opened }).waitFor();
  await reader.locator('.markdown').waitFor();
  fact('An article that was opened before can be read');

  await reader.goBack();
  await reader.getByRole('link', { name: notOpened, exact: true }).click();
  await reader.locator('.state', { hasText: 'You are offline' }).waitFor();
  fact('One that was not says that one is offline');

  await reader.goto(`${SITE}/explorer`);
  await reader.getByText('You are offline, and this page was never opened here').waitFor();
  await reader.goBack();
  await reader.getByRole('button', { name: 'Try again' }).waitFor();
  fact('So does a page whose files were never loaded');

  await reader.context().setOffline(false);
  await reader.getByRole('button', { name: 'Try again' }).click();
  await reader.getByRole('heading', { level: 1, name: notOpened }).waitFor();
  fact('With the network back it opens');

  await reader.goto(`${SITE}/sign-in?to=/me`);
  await reader.getByRole('button', { name: 'Ada Moreau' }).click();
  await reader.waitForURL(/\/me$/);
  await reader.locator('.own-row').first().waitFor();
  await reader.waitForFunction(async () => (await indexedDB.databases()).some(({ name }) => /^waymark-seen-\w+-(?!guest)/.test(name)));
  await reader.getByRole('button', { name: 'Sign out' }).click();
  await reader.waitForURL((url) => !url.pathname.startsWith('/me'));
  await reader.goto(SITE);
  await reader.locator('.card').first().waitFor();
  await reader.waitForFunction(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name).filter((name) => name.startsWith('waymark-seen-'));
    return names.length === 1 && names[0].endsWith('-guest');
  });
  fact(`After signing out nothing of what was read is kept (${JSON.stringify((await keptNames(reader)).databases.length)} store, a guest's)`);

  await reader.evaluate(() => caches.delete('waymark-pictures'));
  const versions = await reader.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('waymark-shell-')).length);
  if (versions !== 1) throw new Error(`There are ${versions} shells of one version.`);
  const manifest = await reader.evaluate(async () => (await fetch(document.querySelector('link[rel=manifest]').href)).json());
  for (const { src } of manifest.icons) {
    const { ok, type } = await reader.evaluate(async (address) => {
      const answer = await fetch(address);
      return { ok: answer.ok, type: answer.headers.get('content-type') };
    }, src);
    if (!ok || !type.startsWith('image/')) throw new Error(`The icon ${src} is not there.`);
  }
  fact('It can be installed: the manifest and its icons are there');
});
