// A new version of the site comes out while Ada writes: it is offered, her page goes on as it was, no word is lost,
// and of three versions the files of two are kept.
import { createServer, type ServerResponse } from 'node:http';
import type { Locator, Page } from '@playwright/test';
import { createPublishedPost, deletePost } from './support/api';
import { expect, nameOf, test, unique } from './support/test';
import { words } from './support/words';

const { app, comments, notifications, posts } = words;

// Another origin than the site's own that may ask the services.
const PORT = Number(process.env.WAYMARK_DEV_PORT ?? 5173);

/** The site at another address, where a number is its version: what a deploy changes is changed on the way. */
class PublishedSite {
  version = 1;
  /** A file of the first version that later ones no longer have. */
  private removed: string | null = null;
  private readonly server = createServer((request, answer) => void this.answer(request.url ?? '/', answer));

  readonly address = `http://127.0.0.1:${PORT}`;

  private constructor(private readonly original: string) {}

  static async of(original: string): Promise<PublishedSite> {
    const site = new PublishedSite(original);
    await new Promise<void>((resolve) => site.server.listen(PORT, '127.0.0.1', resolve));
    return site;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async answer(url: string, answer: ServerResponse): Promise<void> {
    if (this.version > 1 && url === this.removed) return void answer.writeHead(404).end();
    const found = await fetch(this.original + url);
    const headers = [...found.headers].filter(
      ([name]) => !/^(content-(encoding|length)|transfer-encoding|connection)$/.test(name),
    );
    const bytes = Buffer.from(await found.arrayBuffer());
    answer
      .writeHead(found.status, Object.fromEntries(headers))
      .end(this.changed(url, found.headers.get('content-type') ?? '', bytes));
  }

  private changed(url: string, type: string, bytes: Buffer): Buffer | string {
    if (url === '/service-worker.js') return this.changedWorker(bytes.toString());
    if (type.startsWith('text/html'))
      return bytes.toString().replace('<head>', `<head><meta name="version" content="${this.version}">`);
    return bytes;
  }

  private changedWorker(text: string): string {
    this.removed ??= /"(\/assets\/notifications-page-[^"]+\.js)"/.exec(text)?.[1] ?? null;
    const changed = text.replace(/self\.VERSION="\w+/, `$&-${this.version}`);
    return this.version > 1 ? changed.replace(`"${String(this.removed)}",`, '') : changed;
  }
}

/** Come back to the tab, which is when a page looks for a new version, until it is offered: a look under way may be too early. */
async function comeBackUntilVisible(page: Page, offer: Locator): Promise<void> {
  await expect(async () => {
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await expect(offer).toBeVisible({ timeout: 2000 });
  }).toPass();
}

const expectVersion = (page: Page, version: number) =>
  expect(page.locator('meta[name=version]')).toHaveAttribute('content', String(version));

test('a new version is offered while Ada writes, and no word is lost', async ({ open, baseURL }) => {
  const site = await PublishedSite.of(baseURL ?? '');
  const ada = await open({ serviceWorkers: 'allow' });
  const offer = ada.getByText(app.newVersion);
  const body = ada.getByLabel(posts.storyInMarkdown);
  const comment = ada.getByLabel(comments.yourComment);
  const load = ada.getByRole('button', { name: app.update });

  await ada.goto(`${site.address}/sign-in?to=/write`);
  await ada.getByRole('button', { name: nameOf('ada') }).click();
  await ada.getByLabel(posts.newTitle).fill(unique('Written across versions'));
  await ada.keyboard.press('Enter');
  await body.fill('Begun under the first version.');
  await ada.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const draft = ada.url().split('/').at(-1) ?? '';

  await test.step('a new version is offered, and the page goes on as it was', async () => {
    await ada.evaluate(() => Object.assign(window, { isSamePage: true }));
    await expect(offer).toHaveCount(0);
    site.version = 2;
    await comeBackUntilVisible(ada, offer);
    expect(await ada.evaluate(() => 'isSamePage' in window)).toBe(true);
    await expectVersion(ada, 1);
    await expect(body).toHaveValue('Begun under the first version.');
  });

  await test.step('files that the new version no longer has still open pages of the old one', async () => {
    await ada.getByRole('link', { name: notifications.title }).click();
    await expect(ada.getByRole('heading', { level: 1, name: notifications.title })).toBeVisible();
    await ada.goBack();
    await expect(body).toBeVisible();
  });

  await test.step('it is loaded when asked for, and the words of the last keystroke are there', async () => {
    await body.pressSequentially(' And more');
    await load.click();
    await expectVersion(ada, 2);
    await expect(body).toBeVisible();
    const restore = ada.getByRole('button', { name: posts.restore });
    await expect(async () => {
      if (await restore.isVisible()) await restore.click();
      await expect(body).toHaveValue(/And more/, { timeout: 1000 });
    }).toPass();
  });

  const published = await createPublishedPost(ada, unique('Talked about across versions'));
  await test.step('so is a comment that was not sent', async () => {
    await ada.goto(`${site.address}/posts/${published}`);
    await comment.fill('Half a thought');
    site.version = 3;
    await comeBackUntilVisible(ada, offer);
    await load.click();
    await expectVersion(ada, 3);
    await expect(comment).toHaveValue('Half a thought');
  });

  await test.step('of three versions the files of the last two are kept', async () => {
    const shells = () =>
      ada.evaluate(async () =>
        (await caches.keys()).filter((name) => name.startsWith('waymark-shell-')).map((name) => name.split('-').at(-1)),
      );
    await expect.poll(shells).toEqual(['2', '3']);
  });

  for (const id of [draft, published]) await deletePost(ada, id);
  site.close();
});
