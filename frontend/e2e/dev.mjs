// A developer at work: the hot-reloading frontend beside a running system shows a change of a component and of a style
// sheet without loading the page again, and signs in, reads, listens and uploads like the site itself.
// `node e2e/dev.mjs SITE PORT`: PORT is where the frontend may upload from (5173 unless told); exits 1 where a fact does not hold.
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { asks, deletes, fact, publishes, signIn, SITE, withPeople } from './people.mjs';

const PORT = Number(process.argv[3] ?? 5173);
const HERE = fileURLToPath(new URL('..', import.meta.url));
const ADD = 'mutation($input: AddCommentInput!) { addComment(input: $input) { errors { message } } }';
const PHOTO = fileURLToPath(new URL('../../infra/local/world/photos/espresso.jpg', import.meta.url));

// A copy of the tree, so that nobody's work is touched.
const copy = await mkdtemp(join(tmpdir(), 'waymark-dev-'));
const KEPT = ['src', 'public', 'scripts', 'service-worker', 'index.html', 'package.json', 'tsconfig.json', 'vite.config.ts', 'schema.client.graphql'];
await Promise.all(KEPT.map((name) => cp(join(HERE, name), join(copy, name), { recursive: true })));
await symlink(join(HERE, 'node_modules'), join(copy, 'node_modules'));
process.chdir(copy);
Object.assign(process.env, { WAYMARK_SITE: SITE, WAYMARK_DEV_PORT: String(PORT) });
const { createServer } = await import('vite');
const server = await createServer({ root: copy, configFile: join(copy, 'vite.config.ts'), cacheDir: join(copy, '.vite'), logLevel: 'error', server: { fs: { strict: false } } });
await server.listen();
const DEV = `http://127.0.0.1:${PORT}`;

/** Wait until a page's subscription to a field has begun. */
async function listens(page, field) {
  const socket = await page.waitForEvent('websocket', (each) => each.url().includes('/realtime'));
  const { payload } = await socket.waitForEvent('framesent', (frame) => frame.payload.includes(field));
  const { id } = JSON.parse(payload);
  await socket.waitForEvent('framereceived', (frame) => frame.payload.includes('start_ack') && frame.payload.includes(id));
}

const edits = async (name, before, after) => {
  const file = join(copy, 'src', name);
  const text = await readFile(file, 'utf8');
  if (!text.includes(before)) throw new Error(`${name} has no ${before}`);
  await writeFile(file, text.replace(before, after));
};

try {
  await withPeople(async (person) => {
    const [mei, ada] = [await person(), await person()];
    await signIn(ada, 'Ada Moreau');
    await mei.goto(`${DEV}/sign-in?to=/`);
    await mei.getByRole('button', { name: 'Mei Tanaka' }).click();
    await mei.getByRole('link', { name: 'You', exact: true }).waitFor();
    await mei.locator('.card').first().waitFor();
    fact('Beside the running system one signs in and reads, from the developer’s own origin');

    const postId = await publishes(ada, `For developers, ${new Date().toISOString()}`);
    const live = listens(mei, 'onComment');
    await mei.goto(`${DEV}/posts/${postId}`);
    await mei.getByText('Nobody has said anything yet').waitFor();
    await live;
    await asks(ada, ADD, { input: { postId, body: 'Heard while developing.' } });
    await mei.locator('.comment-body', { hasText: 'Heard while developing.' }).waitFor();
    await deletes(ada, postId);
    fact('What others say arrives live');

    await mei.goto(`${DEV}/write`);
    await mei.getByLabel('What is it called?').fill('A draft of a developer');
    await mei.keyboard.press('Enter');
    await mei.locator('input[type=file]').setInputFiles(PHOTO);
    await mei.locator('.tray-photo .step-done', { hasText: 'Live' }).first().waitFor();
    await deletes(mei, new URL(mei.url()).pathname.split('/').at(-1));
    fact('and a photo is uploaded, processed and shown');

    // Last, when nothing is loaded for the first time any more: a package that is new to Vite loads the page again.
    await mei.goto(DEV);
    await mei.locator('.card').first().waitFor();
    await mei.evaluate(() => (window.untouched = true));
    await edits('app/shell.tsx', '{words.map}', 'Atlas');
    await mei.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Atlas' }).waitFor();
    await edits('app/shell.css', '.top {', '.top { outline: 7px solid rgb(1, 2, 3);');
    await mei.waitForFunction(() => getComputedStyle(document.querySelector('.top')).outlineWidth === '7px');
    if (!(await mei.evaluate(() => window.untouched))) throw new Error('The page was loaded again.');
    fact('A change of a component and of a style sheet is there at once, and the page was not loaded again');
  });
} finally {
  await server.close();
  await rm(copy, { recursive: true, force: true });
}
