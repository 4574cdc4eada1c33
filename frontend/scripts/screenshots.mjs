// Take the pictures of the README and docs, or those that are named, from a running system with its demo world:
// `node scripts/screenshots.mjs [site [home map …]]`.
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const [SITE = 'http://127.0.0.1:8080', ...NAMES] = process.argv.slice(2);
const FOLDER = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const DESKTOP = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 };
const DARK = { colorScheme: 'dark' };
const ARTICLE = 'Gold, still water and a free lunch';
const QUALITY = 0.8;

async function signIn(page, name, path) {
  await page.goto(`${SITE}/sign-in?to=${encodeURIComponent(path)}`);
  await page.getByRole('button', { name }).click();
  await page.waitForURL(`${SITE}${path}`);
}

const photos = (page) => page.locator('img[src*="variants"]').first().waitFor();

async function article(page) {
  await page.goto(SITE);
  await page.getByRole('link', { name: ARTICLE }).first().click();
  await page.getByRole('heading', { level: 1, name: ARTICLE }).waitFor();
  await photos(page);
}

async function composer(page) {
  await signIn(page, 'Ada Moreau', '/me');
  await page.getByRole('link', { name: 'Edit “Two limestone mornings”' }).click();
  await page.locator('.tray-photo').nth(1).waitFor();
  await photos(page);
  await page
    .locator('.tray-photo')
    .first()
    .evaluate((photo) => photo.scrollIntoView({ block: 'center' }));
}

async function notifications(page) {
  await signIn(page, 'Mei Tanaka', '/notifications');
  await page.locator('.notification').first().waitFor();
}

async function explorer(page) {
  await page.goto(`${SITE}/explorer`);
  await page.locator('.view-lines').first().waitFor();
  await page.locator('.graphiql-execute-button').click();
  await page.getByText('"edges"').first().waitFor();
}

async function offline(page) {
  await page.goto(SITE);
  await photos(page);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.waitForLoadState('networkidle');
  await page.context().setOffline(true);
  await page.reload();
  await page.locator('.live-away').waitFor();
  await photos(page);
}

const home = async (page) => {
  await page.goto(SITE);
  await photos(page);
};
const PICTURES = [
  ['home', DESKTOP, home],
  ['home-dark', { ...DESKTOP, ...DARK }, home],
  ['home-phone', PHONE, home],
  ['article', DESKTOP, article],
  ['article-phone-dark', { ...PHONE, ...DARK }, article],
  ['composer', DESKTOP, composer],
  [
    'person',
    DESKTOP,
    async (page) => {
      await page.goto(`${SITE}/people/mei`);
      await photos(page);
    },
  ],
  [
    'own-page-dark',
    { ...DESKTOP, ...DARK },
    async (page) => {
      await signIn(page, 'Ada Moreau', '/me');
      await page.locator('.own-row img').first().waitFor();
    },
  ],
  ['notifications-phone', PHONE, notifications],
  [
    'sign-in-phone',
    PHONE,
    async (page) => {
      await page.goto(`${SITE}/sign-in`);
      await page.locator('.account').waitFor();
    },
  ],
  ['offline-phone', { ...PHONE, serviceWorkers: 'allow' }, offline],
  [
    'map',
    DESKTOP,
    async (page) => {
      await page.goto(`${SITE}/map`);
      await page.locator('.maplibregl-canvas').waitFor();
    },
  ],
  ['explorer-dark', { ...DESKTOP, ...DARK }, explorer],
];

/** Write a picture as WebP, a third of a PNG's size: the browser itself makes it. */
async function writeWebp(page, name, png) {
  const webp = await page.evaluate(
    async ([bytes, quality]) => {
      const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${bytes}`)).blob());
      const canvas = Object.assign(document.createElement('canvas'), { width: bitmap.width, height: bitmap.height });
      canvas.getContext('2d').drawImage(bitmap, 0, 0);
      return canvas.toDataURL('image/webp', quality).split(',')[1];
    },
    [png.toString('base64'), QUALITY],
  );
  await writeFile(`${FOLDER}${name}.webp`, Buffer.from(webp, 'base64'));
  console.log(`docs/pictures/${name}.webp ${Math.round((webp.length * 3) / 4 / 1000)} kB`);
}

await mkdir(FOLDER, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
});
const maker = await browser.newPage(); // without a page of the site, whose policy lets no data address be fetched
for (const [name, options, go] of PICTURES.filter(([name]) => NAMES.length === 0 || NAMES.includes(name))) {
  const page = await browser.newPage({ serviceWorkers: 'block', ...options, reducedMotion: 'reduce', locale: 'en-GB' });
  await go(page);
  await page.waitForLoadState('networkidle');
  await writeWebp(maker, name, await page.screenshot());
  await page.context().close();
}
await browser.close();
