// Every page the router knows, and what opens on them: WCAG 2.2 AA by axe in both colour schemes on a phone and a desktop, reflow,
// text spacing and no motion for those who ask for none. `guarded.spec.ts` looks at what does not fit in Vietnamese.
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { createPublishedPost, deletePost } from './support/api';
import { OFFLINE_STATES, openStates } from './support/open-states';
import { EXPLORER, PAGES, type Place } from './support/pages';
import { findBrokenRules, findUnfit } from './support/standards';
import { expect, test, unique } from './support/test';

const CALM = { viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' } as const;

type Check = (page: Page) => Promise<string[]>;

/** Walk in order, and expect each check to find nothing; return the titles of the pages. */
async function walk(page: Page, places: readonly Place[], checks: readonly Check[]): Promise<string[]> {
  const titles: string[] = [];
  for (const { name, open, ready } of places) {
    await test.step(name, async () => {
      await open(page);
      await expect(page.locator(ready).first()).toBeVisible();
      for (const check of checks) expect.soft(await check(page), name).toEqual([]);
      titles.push(await page.title());
    });
  }
  return titles;
}

/** Return the router's paths to which none of these leads. */
async function findUnvisited(visited: readonly string[]): Promise<string[]> {
  const router = await readFile(new URL('../src/app/router.tsx', import.meta.url), 'utf8');
  const paths = [...router.matchAll(/\bpath: '([^']+)'/g)].map(([, path = '']) => path);
  expect(paths, 'the paths of the router').not.toEqual([]);
  const leadsTo = (path: string) => new RegExp(`^${path.replaceAll(/\$\w+/g, '[^/]+')}$`);
  return paths.filter((path) => !visited.some((each) => leadsTo(path).test(each)));
}

/** The explorer's editors take their colours when they are made. */
async function drawAgain(page: Page): Promise<void> {
  await page.reload();
  await page.locator(EXPLORER.ready).first().waitFor();
}

test('every page of the router keeps to the standards, and has a title of its own', async ({ open }) => {
  const page = await open(CALM);
  const visited = ['/graphiql']; // it leads to the explorer
  page.on('framenavigated', (frame) => visited.push(new URL(frame.url()).pathname));
  const titles = await walk(page, PAGES, [findBrokenRules, findUnfit]);
  await walk(page, [EXPLORER], [(each) => findBrokenRules(each, drawAgain)]);
  expect(await findUnvisited(visited)).toEqual([]);
  expect(titles.filter((title, place) => titles.indexOf(title) !== place)).toEqual([]);
});

test('what opens, breaks or collides on a page keeps to the standards', async ({ open }) => {
  const ada = await open({ as: 'ada', ...CALM });
  await ada.goto('/');
  const id = await createPublishedPost(ada, unique('States'));
  await walk(ada, openStates(id), [findBrokenRules, findUnfit]);
  await deletePost(ada, id);
});

test('what is shown without a network keeps to the standards', async ({ open }) => {
  const guest = await open(CALM);
  await walk(guest, OFFLINE_STATES, [findBrokenRules, findUnfit]);
});
