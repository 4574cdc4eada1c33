// Without a network the last feed and the articles that were opened stay readable, and the rest says why it is not;
// what somebody read is gone once they sign out.
import type { Page } from '@playwright/test';
import { expect, nameOf, test } from './support/test';
import { words } from './support/words';

const { app, profile, shared } = words;

/** Wait until every such picture is drawn. */
async function expectDrawn(page: Page, selector: string): Promise<void> {
  await page.waitForFunction((wanted) => {
    const images = [...document.querySelectorAll<HTMLImageElement>(wanted)];
    return images.length > 0 && images.every((image) => image.complete && image.naturalWidth > 0);
  }, selector);
}

const keptStores = (page: Page) =>
  page.evaluate(async () =>
    (await indexedDB.databases()).map(({ name = '' }) => name).filter((name) => name.startsWith('waymark-seen-')),
  );

test('what was read is readable without a network, and gone after signing out', async ({ open }) => {
  const reader = await open({ serviceWorkers: 'allow' });
  const heading = (name: string) => reader.getByRole('heading', { level: 1, name });
  const cards = reader.locator('.card');
  await reader.goto('/');
  await expect(cards.first()).toBeVisible();
  await reader.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const titles = reader.locator('.card h2 a');
  const [opened, notOpened] = [await titles.nth(0).innerText(), await titles.nth(2).innerText()];
  await titles.nth(0).click();
  await expect(heading(opened)).toBeVisible();
  await expect(reader.locator('.markdown')).toBeVisible();
  await reader.waitForLoadState('networkidle');
  await reader.goBack();
  await expect(cards.first()).toBeVisible();
  await expectDrawn(reader, '.card-lead img');
  await reader.getByRole('navigation', { name: app.mainNavigation }).getByRole('link', { name: app.map }).click();
  await expect(reader.locator('.map-list li').first()).toBeVisible();
  await reader.waitForFunction(async () => Boolean(await caches.match('/base-map.json')));
  await reader.waitForLoadState('networkidle');

  await test.step('the map that was seen is drawn without a network, with its places', async () => {
    await reader.context().setOffline(true);
    await reader.reload();
    await expect(reader.locator('.maplibregl-canvas')).toBeVisible();
    await expect(reader.locator('.map-list li').first()).toBeVisible();
    const land = await reader.evaluate(async () => (await fetch('/base-map.json')).ok);
    expect(land).toBe(true);
    await reader.context().setOffline(false);
    await reader.goto('/');
    await expect(cards.first()).toBeVisible();
  });

  await test.step('a reload shows the last feed with its pictures, and says that the reader is offline', async () => {
    await reader.context().setOffline(true);
    await reader.reload();
    await expect(cards.first()).toBeVisible();
    await expect(reader.locator('.live-away')).toBeVisible();
    await expectDrawn(reader, '.card-lead img');
  });

  await test.step('an article that was opened before can be read', async () => {
    await reader.getByRole('link', { name: opened, exact: true }).click();
    await expect(heading(opened)).toBeVisible();
    await reader.reload();
    await expect(heading(opened)).toBeVisible();
    await expect(reader.locator('.markdown')).toBeVisible();
  });

  await test.step('one that was not, and a page whose files were never loaded, say why they are not there', async () => {
    await reader.goBack();
    await reader.getByRole('link', { name: notOpened, exact: true }).click();
    await expect(reader.locator('.state')).toContainText(shared.offline);
    await reader.goto('/explorer');
    await expect(reader.getByText(app.offlinePage)).toBeVisible();
  });

  await test.step('with the network back it opens', async () => {
    await reader.goBack();
    const again = reader.getByRole('button', { name: shared.tryAgain });
    await expect(again).toBeVisible();
    await reader.context().setOffline(false);
    // It may open before it is asked to: the page hears that the network is back.
    await again.click({ timeout: 2000 }).catch(() => undefined);
    await expect(heading(notOpened)).toBeVisible();
  });

  await test.step('after signing out nothing of what was read is kept', async () => {
    await reader.goto('/sign-in?to=/me');
    await reader.getByRole('button', { name: nameOf('ada') }).click();
    await expect(reader.locator('.own-row').first()).toBeVisible();
    await expect.poll(() => keptStores(reader)).toContainEqual(expect.stringMatching(/^waymark-seen-\w+-(?!guest)/));
    await reader.getByRole('button', { name: profile.signOut }).click();
    await reader.waitForURL('/');
    await expect(cards.first()).toBeVisible();
    await reader.goto('/');
    await expect.poll(() => keptStores(reader)).toEqual([expect.stringMatching(/-guest$/)]);
    expect(
      await reader.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('waymark-shell-'))),
    ).toHaveLength(1);
  });

  await test.step('it can be installed: the manifest and its icons are there', async () => {
    const icons = await reader.evaluate(async () => {
      const manifest = document.querySelector<HTMLLinkElement>('link[rel=manifest]');
      const { icons } = (await (await fetch(manifest?.href ?? '')).json()) as { icons: { src: string }[] };
      const answers = await Promise.all(icons.map(({ src }) => fetch(src)));
      return answers.map(({ ok, headers }) => ({ ok, type: headers.get('content-type') }));
    });
    expect(icons.length).toBeGreaterThan(0);
    for (const icon of icons) expect(icon).toMatchObject({ ok: true, type: expect.stringMatching(/^image\//) });
  });
});
