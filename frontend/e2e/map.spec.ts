// The map: its counts and the list beside it, by hand, by keyboard and without a drawing; filters, places by name, the antimeridian.
import type { Page } from '@playwright/test';
import { ask, createPost, deletePost, publishPost } from './support/api';
import { expectAgreement, openMap, waitForSearch } from './support/map';
import { expect, nameOf, test, unique } from './support/test';
import { startingWith, words } from './support/words';

const { app, map } = words;
const ADD_PIN = 'mutation($input: AddPinInput!) { addPin(input: $input) { pin { id } errors { message } } }';
const COUNT_PINS =
  'query($tag: String) { mapCells(bounds: { south: -90, west: -180, north: 90, east: 180 }, zoom: 0, filter: { tag: $tag }) { totalCount } }';
const TAG = unique('dateline');
// Two on either side of the antimeridian, one of them twice at a point.
const ACROSS = [
  [-18.14, 178.44],
  [-16.85, -179.97],
  [-17.2, 179.9],
  [-17.2, 179.9],
] as const;

test('the map and its list agree, and going back leads to the same places', async ({ guest: page }) => {
  await openMap(page);
  const world = await expectAgreement(page);
  expect(world.counted).toBeGreaterThanOrEqual(15);
  await waitForSearch(page, (search) => ['lat', 'lng', 'z'].every((name) => name in search));

  await openMap(page, 'lat=25&lng=80&z=4.2');
  const india = await expectAgreement(page);
  expect(india.counted).toBeLessThan(world.counted);
  expect(india.listed).toContainEqual(expect.stringContaining('Minarets'));

  await page.locator('.map-cluster').first().click();
  await waitForSearch(page, ({ z }) => Number(z) > 4.5);
  await expectAgreement(page);
  await page.goBack();
  await waitForSearch(page, ({ z }) => z === '4.2');
  await expect.poll(async () => (await expectAgreement(page)).listed).toEqual(india.listed);
});

test('the map is used by keyboard', async ({ guest: page }) => {
  const focused = page.locator(':focus');
  await openMap(page, 'lat=13.41&lng=103.87&z=6');
  await openMap(page, 'lat=-13.16&lng=-72.54&z=6');
  await expectAgreement(page);
  await page.locator('.atlas-skip').focus();
  await page.keyboard.press('Tab');
  await expect(focused).toHaveRole('combobox');
  await page.keyboard.press('Tab');
  await expect(focused).toHaveAccessibleName(startingWith(map.mapLabel));
  await page.keyboard.press('+');
  await waitForSearch(page, ({ z }) => Number(z) > 6.5);
  await expectAgreement(page);
  await page.keyboard.press('-');
  await waitForSearch(page, ({ z }) => Number(z) < 6.5);
  await page.keyboard.press('ArrowRight');
  await waitForSearch(page, ({ lng }) => Number(lng) > -72.5);
  await expectAgreement(page);

  const pin = page.locator('.map-pin').first();
  await expect(pin, 'a pin says its article and its place').toHaveAccessibleName(/, .*Peru/);
  await pin.focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('.atlas-chosen a:focus')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('.map-pin:focus')).toBeVisible();
  await expect(page.locator('.atlas-chosen')).toHaveCount(0);
  await page.locator('.atlas-skip').focus();
  await page.keyboard.press('Enter');
  await expect(focused).toHaveId('atlas-title');
});

test('a tag and months choose what is shown, and one click shows all again', async ({ guest: page }) => {
  const tag = page.getByLabel(map.tag, { exact: true });
  await openMap(page);
  await tag.fill('#Food');
  await tag.press('Enter');
  await waitForSearch(page, ({ tag }) => tag === 'food');
  const food = await expectAgreement(page);
  expect(food.counted).toBeGreaterThanOrEqual(2);
  expect(food.counted).toBeLessThan(10);
  await openMap(page, 'tag=food');
  expect((await expectAgreement(page)).listed).toEqual(food.listed);

  await page.getByLabel(map.from).fill('2999-01');
  await waitForSearch(page, ({ since }) => since === '2999-01');
  await expect(page.getByText(map.noMatches)).toBeVisible();
  expect((await expectAgreement(page)).counted).toBe(0);
  await page.getByRole('button', { name: map.clearFilters }).click();
  await waitForSearch(page, ({ tag, since }) => !tag && !since);
  await expect(tag).toBeFocused();
  await expect.poll(async () => (await expectAgreement(page)).counted).toBeGreaterThanOrEqual(15);
});

test('of many places the list shows the first, and in the end all of them, each once', async ({ guest: page }) => {
  await page.route('**/graphql', (route) =>
    route.continue({ postData: route.request().postData()?.replaceAll('first: 50', 'first: 4') ?? '' }),
  );
  await page.goto('/map?lat=25&lng=14&z=1');
  const listed = page.locator('.map-list li');
  const more = page.getByRole('button', { name: map.showMore });
  await expect(listed).toHaveCount(4);
  await expect(async () => {
    if (await more.isVisible()) await more.click();
    await expect(more).toBeHidden({ timeout: 1000 });
  }).toPass({ intervals: [0] });
  const whole = await expectAgreement(page);
  expect(whole.counted).toBeGreaterThan(8);
});

test('places on both sides of the antimeridian are shown where one looks', async ({ ada, guest: page }) => {
  await ada.goto('/');
  const id = await createPost(ada, { title: TAG, tags: [TAG] });
  for (const [latitude, longitude] of ACROSS)
    await ask(ada, ADD_PIN, { input: { subjectId: id, position: { latitude, longitude } } });
  await publishPost(ada, id);
  await expect
    .poll(
      async () => (await ask<{ mapCells: { totalCount: number } }>(ada, COUNT_PINS, { tag: TAG })).mapCells.totalCount,
    )
    .toBe(ACROSS.length);

  await openMap(page, `lat=-17.2&lng=180&z=6&tag=${encodeURIComponent(TAG)}`);
  expect((await expectAgreement(page)).counted).toBe(ACROSS.length);
  const marks = await page.locator('.map-pin, .map-cluster').all();
  const canvas = await page.locator('.maplibregl-canvas').boundingBox();
  expect(marks.length).toBeGreaterThanOrEqual(2);
  for (const mark of marks) {
    const box = await mark.boundingBox();
    expect(box?.x).toBeGreaterThan((canvas?.x ?? 0) - (box?.width ?? 0) / 2);
    expect(box?.x).toBeLessThan((canvas?.x ?? 0) + (canvas?.width ?? 0));
  }

  await openMap(page, `lat=-17.2&lng=179.9&z=12&tag=${encodeURIComponent(TAG)}`);
  await page.getByRole('button', { name: map.group({ count: 2 }) }).click();
  await expect(page.locator('.atlas-chosen .map-place'), 'two at one point open together').toHaveCount(2);
  await deletePost(ada, id);
});

test('a place is found by its name, and the map goes there', async ({ guest: page }) => {
  await openMap(page);
  const field = page.getByRole('combobox', { name: map.findPlace });
  const places = [
    { typed: 'hoi an', name: 'Hội An', latitude: 15.9 },
    { typed: 'SAO PAULO bra', name: 'São Paulo', latitude: -23.5 },
  ];
  for (const { typed, name, latitude } of places) {
    await field.fill(typed);
    await expect(page.getByRole('option', { name }).first()).toBeVisible();
    await field.press('Enter');
    await waitForSearch(page, ({ lat }) => Math.abs(Number(lat) - latitude) < 0.2);
    await expectAgreement(page);
  }
  await field.fill('zzzzqq');
  await expect(page.getByText(map.noResults({ query: 'zzzzqq' }))).toBeVisible();
});

test('a guest who signs in from the map is back at the same view with the same choice', async ({ guest: page }) => {
  await openMap(page, 'lat=20&lng=80&z=4.2&tag=food');
  await expectAgreement(page);
  const before = page.url();
  await page.getByRole('link', { name: app.signIn, exact: true }).click();
  await page.getByRole('button', { name: nameOf('bela') }).click();
  await expect(page.getByRole('link', { name: app.profile, exact: true })).toBeVisible();
  await expect(page).toHaveURL(before);
});

test('the map moves to where it is told, and is there at once for those who ask for little motion', async ({
  open,
}) => {
  const [moving, still] = [await open(), await open({ reducedMotion: 'reduce' })];
  expect(await measureMotion(moving)).toBeGreaterThan(20);
  expect(await measureMotion(still)).toBeLessThan(2);
});

/** Return how far a pin still is from where it comes to rest, right after the map was told to zoom in. */
async function measureMotion(page: Page): Promise<number> {
  await openMap(page, 'lat=-11&lng=-70&z=5.5');
  await expectAgreement(page);
  const pin = page.locator('.map-pin').first();
  const atOnce = await pin.evaluate((mark) => {
    document.querySelector<HTMLButtonElement>('.maplibregl-ctrl-zoom-in')?.click();
    const { x, y } = mark.getBoundingClientRect();
    return { x, y };
  });
  await waitForSearch(page, ({ z }) => z === '6.5');
  await expectAgreement(page);
  const rested = await pin.evaluate((mark) => ({
    x: mark.getBoundingClientRect().x,
    y: mark.getBoundingClientRect().y,
  }));
  return Math.hypot(rested.x - atOnce.x, rested.y - atOnce.y);
}

test('whom one follows is a choice for those signed in', async ({ ada }) => {
  await openMap(ada, 'following=true');
  await expectAgreement(ada);
  await expect(ada.getByLabel(map.people)).toHaveValue('following');
});

test('where no map can be drawn the list is whole', async ({ guest: page }) => {
  await page.addInitScript(() => {
    const original = Reflect.get(HTMLCanvasElement.prototype, 'getContext') as (...args: unknown[]) => unknown;
    const withoutWebgl = function (this: HTMLCanvasElement, ...args: unknown[]) {
      return String(args[0]).startsWith('webgl') ? null : original.apply(this, args);
    };
    Reflect.set(HTMLCanvasElement.prototype, 'getContext', withoutWebgl);
  });
  await page.goto('/map?lat=25&lng=80&z=4.2');
  await expect(page.getByText(map.mapMissing)).toBeVisible();
  await expect(page.locator('.map-list li').nth(2)).toBeVisible();
  const count = await page.locator('.map-list li').count();
  await expect(page.locator('#atlas-title')).toHaveText(map.inView({ count }));
});
