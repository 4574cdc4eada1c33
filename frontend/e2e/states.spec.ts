// Every page while the service does not answer, answers with a fault, has nothing, or takes its time: each is drawn, called by its
// name, fits a phone, and is whole again once somebody tries again.
import type { Locator, Page, Route } from '@playwright/test';
import { deletePost } from './support/api';
import { cancelOrder, placeOrder, sellBook } from './support/shop';
import { expect, test, unique } from './support/test';
import { words } from './support/words';

const { map, notifications, orders, posts, search, shared, users } = words;
const PHONE = { width: 390, height: 844 };
const FAULT = { data: null, errors: [{ message: 'com.amazonaws.Unhandled', errorType: 'Lambda:Unhandled' }] };

type State = 'silent' | 'faulty' | 'slow' | 'empty';

interface StatePage {
  name: string;
  path: string;
  /** What is there when all is well. */
  ready: string;
  /** What it says where there is nothing. */
  nothing?: string;
}

const STATES: Record<State, (route: Route) => unknown> = {
  silent: (route) => route.abort(),
  faulty: (route) => route.fulfill({ json: FAULT, headers: { 'access-control-allow-origin': '*' } }),
  slow: () => undefined,
  empty: async (route) => {
    const answer = await route.fetch().catch(() => null); // the page has gone on
    if (answer) await route.fulfill({ response: answer, json: withoutItems(await answer.json()) });
  },
};

/** The same answer with nothing in any list. */
function withoutItems(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutItems);
  if (value === null || typeof value !== 'object') return value;
  if ('edges' in value)
    return {
      ...value,
      edges: [],
      pageInfo: { ...(value as { pageInfo?: object }).pageInfo, hasNextPage: false, endCursor: null },
    };
  if ('cells' in value) return { ...value, cells: [], totalCount: 0 };
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutItems(each)]));
}

/** Answer as in a state from now on, until the next one: no request slips through in between. */
async function setState(page: Page, state: State | null): Promise<void> {
  if (state) await page.route('**/graphql', STATES[state]);
  for (const [name, answer] of Object.entries(STATES)) if (name !== state) await page.unroute('**/graphql', answer);
}

/** Try again until something is there; the page may have done so by itself. */
async function tryAgainUntilVisible(again: Locator, wanted: Locator): Promise<void> {
  await expect(async () => {
    if (await again.isVisible()) await again.click({ timeout: 1000 });
    await expect(wanted).toBeVisible({ timeout: 2000 });
  }).toPass();
}

/** Expect one main, one heading unless the page waits, and that it fits. */
async function expectWhole(page: Page, { isWaiting = false } = {}): Promise<void> {
  await expect.soft(page.locator('main')).toHaveCount(1);
  if (!isWaiting) await expect.soft(page.locator('main h1')).toHaveCount(1);
  expect.soft(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
}

test('every page says that it waits, that it failed and that it has nothing, and is whole again', async ({
  open,
  mei,
}) => {
  const ada = await open({ as: 'ada', viewport: PHONE });
  await ada.goto('/people/ada');
  const id = (await ada.locator('.card h2 a').first().getAttribute('href'))?.split('/').at(-1) ?? '';
  await mei.goto('/');
  const book = await sellBook(mei, unique('States'), 1900, 1);
  const orderId = await placeOrder(ada, book);
  const pages: StatePage[] = [
    { name: 'home', path: '/', ready: '.card', nothing: posts.noArticlesAtAll },
    { name: 'following', path: '/?following=true', ready: '.card', nothing: posts.nothingFollowed },
    { name: 'article', path: `/posts/${id}`, ready: '.markdown' },
    { name: 'person', path: '/people/mei', ready: '.card', nothing: users.nothingPublished },
    { name: 'map', path: '/map', ready: '.map-list li', nothing: map.noPlaces },
    { name: 'search', path: '/search', ready: '.chip' },
    { name: 'found', path: '/search?tag=india', ready: '.card', nothing: search.noResults },
    { name: 'notifications', path: '/notifications', ready: '.notification', nothing: notifications.none },
    { name: 'own page', path: '/me', ready: '.own-row', nothing: posts.noArticles },
    { name: 'orders', path: '/orders', ready: '.order-rows', nothing: orders.none },
    { name: 'order', path: `/orders/${orderId}`, ready: '.order-head' },
    { name: 'composer', path: `/write/${id}`, ready: '.tray' },
  ];

  for (const { name, path, ready, nothing } of pages) {
    await test.step(name, async () => {
      const page = await open({ as: 'ada', viewport: PHONE }); // whose browser remembers nothing it could show instead
      const alert = page.locator('main [role=alert]');
      const again = page.locator('main').getByRole('button', { name: shared.tryAgain }).first();
      await setState(page, 'slow');
      await page.goto(path);
      await expect(page.locator('main .spinner').first()).toBeVisible();
      await expectWhole(page, { isWaiting: true });

      await setState(page, 'silent');
      await page.goto(path);
      await expect(alert.filter({ hasText: shared.unreachable }).first()).toBeVisible();
      await expectWhole(page);

      await setState(page, 'faulty');
      await again.click();
      await expect(alert.filter({ hasText: shared.failed }).first()).toBeVisible();
      await expectWhole(page);

      await setState(page, null);
      await tryAgainUntilVisible(again, page.locator(ready).first());

      if (nothing) {
        await setState(page, 'empty');
        await page.goto(path);
        await expect(page.getByText(nothing, { exact: true }).first()).toBeVisible();
        await expectWhole(page);
      }
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      await page.context().close();
    });
  }

  await cancelOrder(ada, orderId);
  await deletePost(mei, book.postId);
});
