// Every page keeps to the site's policy: no refused source, no request to another machine, no inline script, no jump; and in
// Vietnamese, written from right to left, it fits a phone: zoomed in and widely spaced too.
import type { Page } from '@playwright/test';
import { watchForeignHosts } from './support/network';
import { EXPLORER, GRAPHIQL, PAGES, type Place } from './support/pages';
import { findUnfit } from './support/standards';
import { expect, test } from './support/test';

const TABLET = { width: 820, height: 1180 };
const PHONE = { width: 390, height: 844 };
const MOST_SHIFT = 0.1;
const ONE_LINE = 70; // px
const WITHOUT_A_CLICK = new Set(['home', 'article']);

type Watched = Window & { shifted: number; reportViolation: (what: string) => void; injected?: boolean };

/** Count what shifts and what the policy refuses, from before the first line of every page; runs in the page. */
function watch(): void {
  const watched = window as unknown as Watched;
  watched.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { hadRecentInput: boolean; value: number })[]) {
      if (!entry.hadRecentInput) watched.shifted += entry.value;
    }
  }).observe({ type: 'layout-shift', buffered: true });
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber }) => {
    watched.reportViolation(`${violatedDirective} ${blockedURI} ${sourceFile}:${lineNumber}`);
  });
}

async function walk(page: Page, places: readonly Place[], check: (place: Place) => Promise<void>): Promise<void> {
  for (const place of places) {
    await test.step(place.name, async () => {
      await place.open(page);
      await expect(page.locator(place.ready).first()).toBeVisible();
      await page.waitForLoadState('networkidle');
      await check(place);
    });
  }
}

/** Load the page again, because what follows a click may move, and return the sum of what shifts without one. */
async function measureShift(page: Page, { ready }: Place): Promise<number> {
  await page.reload();
  await expect(page.locator(ready).first()).toBeVisible();
  await page.waitForLoadState('networkidle');
  return page.evaluate(() => (window as unknown as Watched).shifted);
}

test('the policy refuses nothing of the site’s, every script that is not, and no request leaves this machine', async ({
  open,
}) => {
  const page = await open({ viewport: TABLET, serviceWorkers: 'allow' });
  const foreign = watchForeignHosts(page);
  const violations: string[] = [];
  await page.exposeFunction('reportViolation', (what: string) => void violations.push(what));
  await page.addInitScript(watch);

  await walk(page, [...PAGES, EXPLORER, GRAPHIQL], async (place) => {
    expect
      .soft(await page.evaluate(() => document.documentElement.scrollWidth), `${place.name} fits a tablet`)
      .toBeLessThanOrEqual(TABLET.width);
    if (WITHOUT_A_CLICK.has(place.name))
      expect
        .soft(await measureShift(page, place), `what is read on ${place.name} stays in its place`)
        .toBeLessThan(MOST_SHIFT);
    expect.soft(violations, `refused on ${place.name}`).toEqual([]);
  });
  expect([...foreign]).toEqual([]);

  await test.step('a script that was put into the page does not run, and the browser says so', async () => {
    await page.goto('/');
    await expect(page.locator('.card').first()).toBeVisible();
    const hasRun = await page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.injected = true';
      document.body.append(script);
      const inline = document.createElement('div');
      inline.innerHTML = '<img src="/nothing-here.png" onerror="window.injected = true">';
      document.body.append(inline);
      await new Promise((resolve) => inline.firstChild?.addEventListener('error', resolve));
      return (window as unknown as Watched).injected === true;
    });
    expect(hasRun).toBe(false);
    // The browser reports in its own time.
    await expect
      .poll(() => violations.filter((each) => each.startsWith('script-src')).length)
      .toBeGreaterThanOrEqual(2);
  });
});

test('in Vietnamese, written from right to left, every page fits a phone', async ({ open }) => {
  const page = await open({ viewport: PHONE, locale: 'vi-VN', reducedMotion: 'reduce' });
  await page.addInitScript(() => {
    // As if the language were written from right to left: nothing may set it back.
    new MutationObserver(() => {
      if (document.documentElement.dir !== 'rtl') document.documentElement.dir = 'rtl';
    }).observe(document, { attributes: true, childList: true, subtree: true });
  });
  await walk(page, PAGES, async ({ name }) => {
    const seen = await page.evaluate(() => ({
      head: document.querySelector('.top')?.clientHeight ?? Infinity,
      direction: getComputedStyle(document.body).direction,
      language: document.documentElement.lang,
    }));
    expect.soft(seen, name).toMatchObject({ direction: 'rtl', language: 'vi' });
    expect.soft(seen.head, `the height of the head on ${name}`).toBeLessThanOrEqual(ONE_LINE);
    expect.soft(await findUnfit(page), name).toEqual([]);
  });
});
