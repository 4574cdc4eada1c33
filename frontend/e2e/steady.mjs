// Home and an article, opened for the first time by a reader whose network is slow: nothing moves once it stands there,
// and each picture comes in the smallest size that fills its place, behind it a placeholder; who asks for little motion gets none.
// `node e2e/steady.mjs [site]` against a running system with its demo world; exits 1 where that is not so.
import { SITE, withPeople } from './people.mjs';

const SIZES = [
  { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 },
  { viewport: { width: 820, height: 1180 } },
  { viewport: { width: 1280, height: 800 } },
];
const MOST_SHIFT = 0.02;
const ANSWER_MS = 400;

function told(words, wrong) {
  console.log(`${wrong.length === 0 ? 'yes ' : 'NO  '} ${words}${wrong.length > 0 ? `: ${wrong.join('; ')}` : ''}`);
  if (wrong.length > 0) process.exitCode = 1;
}

/** Note what shifts, from before the first line of a page; what follows a press of the reader does not count. */
function watch() {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { hadRecentInput, value, sources } of list.getEntries()) {
      if (!hadRecentInput) window.shifts.push({ value, what: sources.map(({ node }) => node?.className || node?.nodeName).join(', ') });
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** Return the pictures in view that are larger than they need to be, or have nothing behind them while they come. */
function wasteful() {
  return [...document.querySelectorAll('img.picture')].filter((image) => image.complete && image.naturalWidth > 0).flatMap((image) => {
    const offered = image.srcset.split(', ').map((each) => [each.split(' ')[0], Number.parseInt(each.split(' ').at(-1), 10)]);
    const taken = offered.find(([url]) => url === image.currentSrc)?.[1];
    const needed = image.getBoundingClientRect().width * devicePixelRatio;
    const enough = Math.min(...offered.map(([, width]) => width).filter((width) => width >= needed), Math.max(...offered.map(([, width]) => width)));
    const wrong = taken > enough ? [`${taken} px taken where ${enough} fill ${Math.round(needed)}`] : [];
    return image.style.backgroundImage ? wrong : [...wrong, 'no placeholder'];
  });
}

await withPeople(async (person) => {
  const guest = await person();
  await guest.goto(SITE);
  const article = await guest.locator('.card h2 a').nth(1).getAttribute('href');

  for (const size of SIZES) {
    for (const [name, path, ready] of [['home', '/', '.card'], ['article', article, '.markdown']]) {
      const page = await person(size);
      await page.addInitScript(watch);
      await page.route('**/graphql', async (route) => {
        await new Promise((done) => setTimeout(done, ANSWER_MS));
        await route.continue();
      });
      await page.goto(SITE + path);
      await page.locator(ready).first().waitFor();
      await page.waitForLoadState('networkidle');
      const shifts = await page.evaluate(() => window.shifts);
      const sum = shifts.reduce((all, { value }) => all + value, 0);
      const where = `${name}, ${size.viewport.width} px`;
      told(`${where}: nothing moves (${sum.toFixed(4)})`, sum < MOST_SHIFT ? [] : shifts.map(({ value, what }) => `${value.toFixed(4)} by ${what}`));
      told(`${where}: pictures are as large as their place, and have placeholders`, await page.evaluate(wasteful));
      await page.context().close();
    }
  }

  const calm = await person({ reducedMotion: 'reduce' });
  await calm.route('**/graphql', () => undefined); // nothing ever answers
  await calm.goto(SITE);
  await calm.locator('.spinner').waitFor();
  await calm.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
  told('Who asks for little motion sees nothing turn while waiting', []);
});
