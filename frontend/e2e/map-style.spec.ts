// Another house's map: its tiles are drawn with its credits, the policy lets that origin in and no other, and where its style fails
// or never answers, the bundled map is drawn with a word.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { type StyledSite, startStyledSite } from './support/site';
import { expect, test } from './support/test';
import { COLOURS, type Colour, TileServer } from './support/tiles';
import { words } from './support/words';

const { map } = words;
const OPEN_SEA = '/map?lat=-40&lng=-130&z=3'; // no mark is in the way
const SEA: Colour = [0xdb, 0xe6, 0xe6];
const ALIKE = 14; // a meridian of the bundled map is as near to its sea
const OTHER_CREDITS = '© The other house';
const OWN_CREDITS = 'Natural Earth';

let tiles: TileServer;
let site: StyledSite;

test.beforeAll(async ({ baseURL }) => {
  tiles = await TileServer.start();
  site = await startStyledSite(baseURL ?? '', `${tiles.address}/style-{scheme}.json`);
});

test.afterAll(async () => {
  await site.stop();
  tiles.stop();
});

test.beforeEach(() => {
  tiles.behaviour = 'well';
});

/** Return the colour in the middle of the map, as it is seen. */
async function readColour(page: Page): Promise<number[]> {
  const box = await page.locator('.maplibregl-canvas').boundingBox();
  if (!box) throw new Error('There is no map.');
  const clip = { x: box.x + box.width / 2, y: box.y + box.height * 0.7, width: 2, height: 2 };
  const picture = (await page.screenshot({ clip })).toString('base64');
  return page.evaluate(async (data) => {
    const image = Object.assign(new Image(), { src: `data:image/png;base64,${data}` });
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: 2, height: 2 }).getContext('2d');
    canvas?.drawImage(image, 0, 0);
    return [...(canvas?.getImageData(0, 0, 1, 1).data.slice(0, 3) ?? [])];
  }, picture);
}

async function expectColour(page: Page, wanted: Colour): Promise<void> {
  const distance = async () =>
    Math.max(...(await readColour(page)).map((part, at) => Math.abs(part - (wanted[at] ?? 0))));
  await expect.poll(distance, { message: `the map is drawn in ${wanted.join(', ')}` }).toBeLessThan(ALIKE);
}

const isViolation = (text: string) => /Content.Security.Policy/i.test(text);

for (const scheme of ['light', 'dark'] as const) {
  test(`the other house's ${scheme} tiles are drawn with its credits`, async ({ open }) => {
    const page = await open({ colorScheme: scheme });
    const violations: string[] = [];
    page.on('console', (line) => (isViolation(line.text()) ? violations.push(line.text()) : undefined));
    await page.goto(site.address + OPEN_SEA);
    await expectColour(page, COLOURS[scheme]);
    await expect(page.getByText(OTHER_CREDITS)).toHaveCount(1);
    await expect(page.getByText(OWN_CREDITS)).toHaveCount(0);
    expect(violations).toEqual([]);
  });
}

test('the policy lets no other origin in', async ({ open }) => {
  const stranger = createServer((_, answer) => answer.setHeader('access-control-allow-origin', '*').end('{}'));
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  const page = await open();
  await page.goto(site.address + OPEN_SEA);
  const violation = page.waitForEvent('console', (line) => isViolation(line.text()));
  const address = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}/`;
  const answer = await page.evaluate(
    (url) =>
      fetch(url).then(
        () => 'let in',
        (error: unknown) => (error as Error).name,
      ),
    address,
  );
  await violation;
  expect(answer).toBe('TypeError');
  stranger.close();
});

for (const behaviour of ['refused', 'never'] as const) {
  test(`the bundled map is drawn with a word where the style is answered so: ${behaviour}`, async ({ open }) => {
    tiles.behaviour = behaviour;
    const page = await open();
    const bundled = page.waitForResponse(/base-map\.json/);
    await page.goto(site.address + OPEN_SEA);
    await expect(page.getByRole('status').filter({ hasText: map.mapFallback })).toBeVisible();
    await bundled;
    await expectColour(page, SEA);
    await expect(page.getByText(OWN_CREDITS)).toHaveCount(1);
  });
}
