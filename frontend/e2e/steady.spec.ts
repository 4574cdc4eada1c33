// Home and an article, opened for the first time by a reader whose network is slow: nothing moves once it is there, and each picture
// comes in the smallest size that fills its place, behind it a placeholder; those who ask for little motion get none.
import { expect, test } from './support/test';

const SIZES = [
  { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 },
  { viewport: { width: 820, height: 1180 } },
  { viewport: { width: 1280, height: 800 } },
];
const MOST_SHIFT = 0.02;
const ANSWER_MS = 400;

type Watched = Window & { shifts: { value: number; what: string }[] };
type LayoutShift = PerformanceEntry & { hadRecentInput: boolean; value: number; sources: { node: Node | null }[] };

/** Note what shifts, from before the first line of a page; what follows a press of the reader does not count. Runs in the page. */
function watch(): void {
  const watched = window as unknown as Watched;
  watched.shifts = [];
  const nameOfNode = ({ node }: { node: Node | null }) =>
    node instanceof Element && node.className ? node.className : (node?.nodeName ?? '');
  new PerformanceObserver((list) => {
    for (const { hadRecentInput, value, sources } of list.getEntries() as LayoutShift[]) {
      if (!hadRecentInput) watched.shifts.push({ value, what: sources.map(nameOfNode).join(', ') });
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** Return the pictures in view that are larger than they need to be, or have nothing behind them while they come. Runs in the page. */
function findWastefulPictures(): string[] {
  const drawn = [...document.querySelectorAll<HTMLImageElement>('img.picture')].filter(
    (image) => image.complete && image.naturalWidth > 0,
  );
  return drawn.flatMap((image) => {
    const offered = image.srcset
      .split(', ')
      .map((each) => ({ url: each.split(' ')[0], width: Number.parseInt(each.split(' ').at(-1) ?? '', 10) }));
    const taken = offered.find(({ url }) => url === image.currentSrc)?.width ?? Infinity;
    const needed = image.getBoundingClientRect().width * devicePixelRatio;
    const widths = offered.map(({ width }) => width);
    const enough = Math.min(...widths.filter((width) => width >= needed), Math.max(...widths));
    const wrong = taken > enough ? [`${taken} px taken where ${enough} fill ${Math.round(needed)}`] : [];
    return image.style.backgroundImage ? wrong : [...wrong, 'no placeholder'];
  });
}

test('on a slow network nothing moves, and pictures are as large as their place', async ({ guest, open }) => {
  await guest.goto('/');
  const article = (await guest.locator('.card h2 a').nth(1).getAttribute('href')) ?? '';
  const places = [
    { name: 'home', path: '/', ready: '.card' },
    { name: 'article', path: article, ready: '.markdown' },
  ];

  for (const size of SIZES) {
    for (const { name, path, ready } of places) {
      await test.step(`${name}, ${size.viewport.width} px`, async () => {
        const page = await open(size);
        await page.addInitScript(watch);
        await page.route('**/graphql', async (route) => {
          await new Promise((resolve) => setTimeout(resolve, ANSWER_MS)); // the slow network
          await route.continue();
        });
        await page.goto(path);
        await expect(page.locator(ready).first()).toBeVisible();
        await page.waitForLoadState('networkidle');
        const shifts = await page.evaluate(() => (window as unknown as Watched).shifts);
        const sum = shifts.reduce((all, { value }) => all + value, 0);
        expect.soft(sum, JSON.stringify(shifts)).toBeLessThan(MOST_SHIFT);
        expect.soft(await page.evaluate(findWastefulPictures)).toEqual([]);
        await page.context().close();
      });
    }
  }
});

test('for those who ask for little motion nothing turns while they wait', async ({ open }) => {
  const calm = await open({ reducedMotion: 'reduce' });
  await calm.route('**/graphql', () => undefined); // nothing ever answers
  await calm.goto('/');
  await expect(calm.locator('.spinner')).toBeVisible();
  await calm.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
});
