// Draw the icons of the installed site from public/waymark.svg: `node scripts/icons.mjs`, when the drawing changes.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const PUBLIC = fileURLToPath(new URL('../public/', import.meta.url));
const drawing = readFileSync(`${PUBLIC}waymark.svg`, 'utf8');
// A maskable icon fills its square, with the drawing inside the circle that no mask cuts.
const BACKGROUND = '#23302f';
const ICONS = [
  { name: 'icon-192', size: 192, scale: 1, background: 'transparent' },
  { name: 'icon-512', size: 512, scale: 1, background: 'transparent' },
  { name: 'icon-maskable-512', size: 512, scale: 0.8, background: BACKGROUND },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
for (const { name, size, scale, background } of ICONS) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const style = `html{background:${background}}body{margin:0;display:grid;place-items:center;height:100vh}svg{width:${scale * 100}vw}`;
  await page.setContent(`<style>${style}</style>${drawing}`);
  await page.screenshot({ path: `${PUBLIC}${name}.png`, omitBackground: background === 'transparent' });
  await page.close();
}
await browser.close();
