// Two people in real browsers: a guest listens in the explorer, Ada signs in and comments on an article, the guest hears it.
// `node tests/e2e/explorer.mjs [site]` against a running system; CHROMIUM names the browser. Exits 1 where a fact does not hold.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../frontend/package.json', import.meta.url));
const { chromium } = require('playwright-core');

const SITE = process.argv[2] ?? 'http://127.0.0.1:8080';
const PATIENCE = 60_000;
const GRAPHICS = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', ...GRAPHICS],
});
const strangers = new Set();

async function person() {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') strangers.add(hostname);
  });
  return page;
}

async function opens(page, example) {
  await page.getByRole('button', { name: example, exact: true }).click();
}

async function runs(page) {
  await page.getByRole('button', { name: 'Execute query' }).click();
}

/** Wait until the answer beside the query says something. */
async function answered(page, words) {
  const shown = (text) => (document.querySelector('.result-window')?.textContent ?? '').replaceAll(/\s+/g, ' ').includes(text);
  await page.waitForFunction(shown, words, { timeout: PATIENCE });
}

const facts = {
  async 'A guest reads the feed'(guest) {
    await guest.goto(`${SITE}/explorer`);
    await runs(guest);
    await answered(guest, '"publishedAt"');
  },
  async 'A guest listens to comments, on a post the variables name already'(guest) {
    await opens(guest, 'onComment');
    await runs(guest);
    await answered(guest, 'Events appear here as they happen.');
    await guest.getByText('live', { exact: true }).waitFor();
  },
  async 'Signed in by the switch, the viewer is who was chosen'(_, ada) {
    await ada.goto(`${SITE}/explorer`);
    await ada.getByLabel('Asking as').selectOption({ label: 'Ada Moreau' });
    await ada.waitForFunction(() => !document.querySelector('select')?.disabled && document.querySelector('select')?.value.startsWith('ada@'));
    await opens(ada, 'viewer');
    await runs(ada);
    await answered(ada, '"handle": "ada"');
  },
  async 'What Ada says on the article, the guest hears in the explorer'(guest, ada) {
    const said = `Heard live ${Date.now()}`;
    await ada.goto(SITE);
    await ada.locator('.card h2 a').first().click();
    await ada.getByLabel('Your comment').fill(said);
    await ada.getByRole('button', { name: 'Comment', exact: true }).click();
    await ada.locator('.comment-body', { hasText: said }).waitFor();
    await answered(guest, said);
  },
  async 'No request left this machine'() {
    assert.deepEqual([...strangers], []);
  },
};

let isWrong = false;
const people = [await person(), await person()];
for (const [fact, proof] of Object.entries(facts)) {
  try {
    await proof(...people);
    console.log(`yes  ${fact}`);
  } catch (error) {
    isWrong = true;
    console.log(`NO   ${fact}\n     ${String(error).split('\n').slice(0, 4).join('\n     ')}`);
  }
}
await browser.close();
process.exit(isWrong ? 1 : 0);
