// A developer at work: the hot-reloading frontend beside a running system shows a change of a component and of a style sheet without
// loading the page again, and signs in, reads, listens and uploads like the site itself.
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ViteDevServer } from 'vite';
import { addComment, createPublishedPost, deletePost } from './support/api';
import { waitForSubscription } from './support/network';
import { photoPath } from './support/photos';
import { expect, nameOf, test, unique } from './support/test';
import { words } from './support/words';

const { app, comments, posts, uploads } = words;
const HERE = fileURLToPath(new URL('..', import.meta.url));
const COPIED = [
  'src',
  'public',
  'scripts',
  'service-worker',
  'index.html',
  'package.json',
  'tsconfig.json',
  'vite.config.ts',
  'schema.client.graphql',
];
// Where the frontend may upload from.
const PORT = Number(process.env.WAYMARK_DEV_PORT ?? 5173);
const DEV = `http://127.0.0.1:${PORT}`;

let copy: string;
let server: ViteDevServer;

// A copy of the tree, so that nobody's work is touched.
test.beforeAll(async ({ baseURL }) => {
  copy = await mkdtemp(join(tmpdir(), 'waymark-dev-'));
  await Promise.all(COPIED.map((name) => cp(join(HERE, name), join(copy, name), { recursive: true })));
  await symlink(join(HERE, 'node_modules'), join(copy, 'node_modules'));
  process.chdir(copy);
  Object.assign(process.env, { WAYMARK_SITE: baseURL, WAYMARK_DEV_PORT: String(PORT) });
  const { createServer } = await import('vite');
  const options = {
    root: copy,
    configFile: join(copy, 'vite.config.ts'),
    cacheDir: join(copy, '.vite'),
    logLevel: 'error',
  } as const;
  server = await createServer({ ...options, server: { fs: { strict: false } } });
  await server.listen();
});

test.afterAll(async () => {
  await server.close();
  process.chdir(HERE);
  await rm(copy, { recursive: true, force: true });
});

async function edit(name: string, before: string, after: string): Promise<void> {
  const file = join(copy, 'src', name);
  const text = await readFile(file, 'utf8');
  expect(text).toContain(before);
  await writeFile(file, text.replace(before, after));
}

test('the frontend is developed beside the running system', async ({ open, ada }) => {
  const mei = await open();
  await ada.goto('/');

  await test.step('beside the running system Mei signs in and reads, from the developer’s own origin', async () => {
    await mei.goto(`${DEV}/sign-in?to=/`);
    await mei.getByRole('button', { name: nameOf('mei') }).click();
    await expect(mei.getByRole('link', { name: app.profile, exact: true })).toBeVisible();
    await expect(mei.locator('.card').first()).toBeVisible();
  });

  await test.step('what others say arrives live', async () => {
    const postId = await createPublishedPost(ada, unique('For developers'));
    const subscribing = waitForSubscription(mei, 'onComment');
    await mei.goto(`${DEV}/posts/${postId}`);
    await expect(mei.getByText(comments.none)).toBeVisible();
    await subscribing;
    await addComment(ada, postId, 'Heard while developing.');
    await expect(mei.locator('.comment-body', { hasText: 'Heard while developing.' })).toBeVisible();
    await deletePost(ada, postId);
  });

  await test.step('a photo is uploaded, processed and shown', async () => {
    await mei.goto(`${DEV}/write`);
    await mei.getByLabel(posts.newTitle).fill('A draft of a developer');
    await mei.keyboard.press('Enter');
    await mei.locator('.tray input[type=file]').setInputFiles(photoPath('espresso'));
    await expect(mei.locator('.tray-photo .step-done', { hasText: uploads.LIVE }).first()).toBeVisible();
    await deletePost(mei, new URL(mei.url()).pathname.split('/').at(-1) ?? '');
  });

  // Last, when nothing is loaded for the first time any more: a package that is new to Vite loads the page again.
  await test.step('a change of a component and of a style sheet is there at once, and the page was not loaded again', async () => {
    await mei.goto(DEV);
    await expect(mei.locator('.card').first()).toBeVisible();
    await mei.evaluate(() => Object.assign(window, { isSamePage: true }));
    await edit('app/shell.tsx', '{messages.map}', 'Atlas');
    await expect(
      mei.getByRole('navigation', { name: app.mainNavigation }).getByRole('link', { name: 'Atlas' }),
    ).toBeVisible();
    await edit('app/shell.css', '.top {', '.top { outline: 7px solid rgb(1, 2, 3);');
    await expect(mei.locator('.top')).toHaveCSS('outline-width', '7px');
    expect(await mei.evaluate(() => 'isSamePage' in window)).toBe(true);
  });
});
