// Take the pictures of the README and docs from a running system: `node scripts/screenshots.mjs [site]`.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const SITE = process.argv[2] ?? 'http://127.0.0.1:8080';
const FOLDER = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const ARTICLE = 'Gold, still water and a free lunch';

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-background-networking'],
});
await mkdir(FOLDER, { recursive: true });

async function picture(name, path, viewport, ready) {
  const page = await browser.newPage({ viewport, reducedMotion: 'reduce' });
  await page.goto(SITE + path);
  await ready(page);
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: `${FOLDER}${name}.jpg`, type: 'jpeg', quality: 78 });
  await page.close();
  console.log(`docs/pictures/${name}.jpg`);
}

const photos = (page) => page.locator('img[src*="variants"]').first().waitFor();
const article = async (page) => {
  await page.getByRole('link', { name: ARTICLE }).first().click();
  await page.getByRole('heading', { level: 1, name: ARTICLE }).waitFor();
  await photos(page);
};

await picture('home', '/', DESKTOP, photos);
await picture('home-phone', '/', PHONE, photos);
await picture('article', '/', DESKTOP, article);
await picture('map', '/map', DESKTOP, (page) => page.getByText(/places in view/).waitFor());
await picture('explorer', '/explorer', DESKTOP, async (page) => {
  await page.locator('.graphiql-execute-button').waitFor();
  await page.locator('.view-lines').first().waitFor();
  await page.locator('.graphiql-execute-button').click();
  await page.getByText('"edges"').first().waitFor();
});
await browser.close();
