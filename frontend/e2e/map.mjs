// The map: its counts and the list beside it, by hand, by keyboard and without a drawing; filters, places by name, the
// antimeridian; search by tag and label; a pin found by its name. No request leaves the machine.
// `node e2e/map.mjs [site]` against a running system with its demo world; what it wrote is deleted again; exits 1 where a fact does not hold.
import { asks, deletes, signIn, SITE, withPeople } from './people.mjs';

const HERE = new Set(['127.0.0.1', 'localhost', '']);
const TAG = `dateline ${Date.now()}`;
// Two on either side of the antimeridian, one of them twice at a point.
const SUVA = [[-18.14, 178.44], [-16.85, -179.97], [-17.2, 179.9], [-17.2, 179.9]];

function told(words, holds, seen = '') {
  console.log(`${holds ? 'yes ' : 'NO  '} ${words}${holds ? '' : `: ${JSON.stringify(seen)}`}`);
  if (!holds) process.exitCode = 1;
}

/** Wait until the list rests, and return what the map and the list say. */
async function seen(page) {
  await page.locator('.atlas-list[aria-busy=false]').waitFor();
  return page.evaluate(() => {
    const clusters = [...document.querySelectorAll('.map-cluster')].map(({ dataset }) => Number(dataset.count));
    return {
      drawn: clusters.reduce((sum, count) => sum + count, document.querySelectorAll('.map-pin').length),
      said: Number.parseInt(document.querySelector('#atlas-title').textContent, 10) || 0,
      listed: [...document.querySelectorAll('.map-list strong')].map(({ textContent }) => textContent),
      address: Object.fromEntries(new URLSearchParams(location.search)),
    };
  });
}

const agrees = ({ drawn, said, listed }) => drawn === said && said === listed.length;

/** Open the map there, and return what it says. */
async function open(page, search) {
  await page.goto(`${SITE}/map?${search}`);
  await page.locator('.maplibregl-canvas').waitFor();
  return seen(page);
}

async function movesTo(page, change, holds) {
  await change();
  await page.waitForURL((url) => holds(Object.fromEntries(url.searchParams)));
  return seen(page);
}

async function pinsAcross(ada) {
  const { createPost } = await asks(ada, 'mutation($input: CreatePostInput!) { createPost(input: $input) { post { id version } errors { message } } }', { input: { title: TAG, body: 'Words.', tags: [TAG] } });
  const { id, version } = createPost.post;
  for (const [latitude, longitude] of SUVA) await asks(ada, 'mutation($input: AddPinInput!) { addPin(input: $input) { pin { id } errors { message } } }', { input: { postId: id, position: { latitude, longitude } } });
  const post = await asks(ada, 'query($id: ID!) { post(id: $id) { version } }', { id });
  await asks(ada, 'mutation($input: PublishPostInput!) { publishPost(input: $input) { errors { message } } }', { input: { id, expectedVersion: post.post.version ?? version } });
  const counted = 'query($tag: String) { mapCells(bounds: { south: -90, west: -180, north: 90, east: 180 }, zoom: 0, filter: { tag: $tag }) { totalCount } }';
  while ((await asks(ada, counted, { tag: TAG })).mapCells.totalCount < SUVA.length) await new Promise((resolve) => setTimeout(resolve, 200));
  return id;
}

async function looking(page) {
  const world = await open(page, '');
  told(`The whole world: as many on the map as in the list, ${world.said}`, agrees(world) && world.said >= 15, world);
  told('Where one looks stands in the address', ['lat', 'lng', 'z'].every((name) => name in world.address), world.address);

  const india = await open(page, 'lat=25&lng=80&z=4.2');
  told('India: the list is what is in view, and the counts agree', agrees(india) && india.listed.length < world.said && india.listed.some((title) => /Minarets/.test(title)), india);

  const cluster = page.locator('.map-cluster').first();
  if (await cluster.count()) await movesTo(page, () => cluster.click(), ({ z }) => Number(z) > 4.5);
  const near = await seen(page);
  told('A cluster leads nearer, and the counts agree', agrees(near) && Number(near.address.z) > 4.5, near);
  await page.goBack();
  await page.waitForURL(({ searchParams }) => searchParams.get('z') === '4.2');
  const back = await seen(page);
  told('Going back shows the same places as before', agrees(back) && back.listed.join() === india.listed.join(), [back.listed, india.listed]);
}

async function byKeyboard(page) {
  await open(page, 'lat=13.41&lng=103.87&z=6');
  const peru = await open(page, 'lat=-13.16&lng=-72.54&z=6');
  await page.locator('.atlas-skip').focus();
  await page.keyboard.press('Tab');
  told('After the way past the map comes the place search', (await page.evaluate(() => document.activeElement.getAttribute('role'))) === 'combobox');
  await page.keyboard.press('Tab');
  told('then the map, which says how it is used', /Arrow keys/.test((await page.evaluate(() => document.activeElement.getAttribute('aria-label'))) ?? ''));
  const nearer = await movesTo(page, () => page.keyboard.press('+'), ({ z }) => Number(z) > 6.5);
  told('Plus zooms in', agrees(nearer), nearer);
  await movesTo(page, () => page.keyboard.press('-'), ({ z }) => Number(z) < 6.5);
  const east = await movesTo(page, () => page.keyboard.press('ArrowRight'), ({ lng }) => Number(lng) > -72.5);
  told('An arrow moves the map, and list and counts follow', agrees(east) && east.listed.length >= 0, east);

  const pin = page.locator('.map-pin').first();
  told('A pin says its article and its place', /, .*Peru/.test((await pin.getAttribute('aria-label')) ?? ''), [peru, await pin.getAttribute('aria-label')]);
  await pin.focus();
  await page.keyboard.press('Enter');
  await page.locator('.atlas-chosen a:focus').waitFor();
  told('Enter on a pin shows it, with the focus', true);
  await page.keyboard.press('Escape');
  await page.locator('.map-pin:focus').waitFor();
  told('and Escape leads back to the pin', (await page.locator('.atlas-chosen').count()) === 0);
  await page.locator('.atlas-skip').focus();
  await page.keyboard.press('Enter');
  told('One may skip the map to the list', (await page.evaluate(() => document.activeElement.id)) === 'atlas-title');
}

async function filtered(page) {
  await open(page, '');
  const tag = page.getByLabel('Tag', { exact: true });
  const food = await movesTo(page, async () => { await tag.fill('#Food'); await tag.press('Enter'); }, (search) => search.tag === 'Food');
  told('A tag chooses, in whatever letters, and the counts agree', agrees(food) && food.said >= 2 && food.said < 10, food);
  const reloaded = await open(page, 'tag=food');
  told('and the address says it again', agrees(reloaded) && reloaded.listed.join() === food.listed.join(), reloaded);
  const none = await movesTo(page, () => page.getByLabel('From month').fill('2999-01'), (search) => search.since === '2999-01');
  told('Months choose; nothing is said in words', agrees(none) && none.said === 0 && (await page.getByText('Nothing here fits what you chose.').isVisible()), none);
  const all = await movesTo(page, () => page.getByRole('button', { name: 'Clear the choice' }).click(), (search) => !search.tag && !search.since);
  told('One click shows all again, and the focus stays in the form', agrees(all) && all.said >= 15 && (await page.evaluate(() => document.activeElement.name)) === 'tag', all);

  await page.route('**/graphql', (route) => route.continue({ postData: route.request().postData()?.replaceAll('first: 50', 'first: 4') }));
  const short = await open(page, 'lat=25&lng=14&z=1');
  told('Of many places the list shows the first', short.listed.length === 4 && short.drawn === short.said && short.said > 8, short);
  const more = page.getByRole('button', { name: 'Show more places' });
  for (let now = short; now.listed.length < now.said; now = await seen(page)) {
    await more.click();
    await page.waitForFunction((before) => document.querySelectorAll('.map-list li').length > before, now.listed.length);
  }
  const whole = await seen(page);
  told('and in the end all of them, each once', agrees(whole) && (await more.count()) === 0, whole);
  await page.unroute('**/graphql');
}

async function across(page) {
  const fiji = await open(page, `lat=-17.2&lng=180&z=6&tag=${encodeURIComponent(TAG)}`);
  told('Across the antimeridian the list has both sides', agrees(fiji) && fiji.said === SUVA.length, fiji);
  const places = await page.locator('.map-pin, .map-cluster').evaluateAll((marks) => marks.map((mark) => mark.getBoundingClientRect().x + mark.getBoundingClientRect().width / 2));
  const { x, width } = await page.locator('.maplibregl-canvas').boundingBox();
  told('and both are drawn where one looks', places.length >= 2 && places.every((at) => at > x && at < x + width), [places, x, width]);
  const point = await open(page, `lat=-17.2&lng=179.9&z=12&tag=${encodeURIComponent(TAG)}`);
  await page.getByRole('button', { name: '2 places here' }).click();
  told('Two at one point open together', (await page.locator('.atlas-chosen .map-place').count()) === 2, point);
}

async function placesByName(page) {
  await open(page, '');
  const field = page.getByRole('combobox', { name: 'Find a place' });
  for (const [typed, name, near] of [['hoi an', 'Hội An', 15.9], ['SAO PAULO bra', 'São Paulo', -23.5]]) {
    await field.fill(typed);
    await page.getByRole('option', { name }).first().waitFor();
    await field.press('Enter');
    await page.waitForURL(({ searchParams }) => Math.abs(Number(searchParams.get('lat')) - near) < 0.2);
    told(`“${typed}” finds ${name}, and the map goes there`, agrees(await seen(page)));
  }
  await field.fill('zzzzqq');
  await page.getByText('No place is called that.').waitFor();
  told('A name nobody bears is said to be none', true);
}

/** Return how far a pin still is from where it comes to rest, right after the map was told to zoom in. */
async function still(page) {
  await open(page, 'lat=-11&lng=-70&z=5.5');
  const placeOf = (mark) => ({ x: mark.getBoundingClientRect().x, y: mark.getBoundingClientRect().y });
  const pin = page.locator('.map-pin').first();
  const atOnce = await pin.evaluate((mark) => {
    document.querySelector('.maplibregl-ctrl-zoom-in').click();
    return { x: mark.getBoundingClientRect().x, y: mark.getBoundingClientRect().y };
  });
  await page.waitForURL(({ searchParams }) => searchParams.get('z') === '6.5');
  await seen(page);
  const rested = await pin.evaluate(placeOf);
  return Math.hypot(rested.x - atOnce.x, rested.y - atOnce.y);
}

async function searching(page) {
  await page.goto(`${SITE}/search`);
  await page.locator('.chip', { hasText: '#india' }).click();
  await page.getByRole('heading', { name: '#india' }).waitFor();
  await page.locator('.card').first().waitFor();
  told('A guest finds articles by a tag', (await page.locator('.card').count()) === 3, await page.locator('.card').count());
  await page.getByRole('link', { name: 'Show #india on the map' }).click();
  await page.waitForURL(/\/map\?.*tag=india/);
  const onMap = await seen(page);
  told('and sees them on the map', agrees(onMap) && onMap.said === 3, onMap);

  await page.goto(`${SITE}/search`);
  const chip = page.locator('.chip:not(:text("#"))').first();
  const label = await chip.innerText();
  await page.getByLabel('In a photo').fill(label.toUpperCase());
  await page.keyboard.press('Enter');
  await page.waitForURL(/label=/);
  await page.locator('.card').first().waitFor();
  told(`By what the AI sees (${label}), in whatever letters`, (await page.locator('.card').count()) >= 1);
  await page.goto(`${SITE}/search?tag=nothing-bears-this`);
  await page.getByText('Nothing has that').waitFor();
  await page.locator('.chip').first().waitFor();
  told('Nothing found: it is said, with words that lead somewhere', true);

  await page.route('**/graphql', (route) => (/query Found/.test(route.request().postData() ?? '') ? route.abort() : route.continue()));
  await page.goto(`${SITE}/search?tag=china`);
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).waitFor();
  await page.unroute('**/graphql');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('.card').first().waitFor();
  told('A search that fails says so, and works when it is tried again', true);
}

/** A guest who signs in from the map is back at the same view with the same choice. */
async function returning(guest) {
  await open(guest, 'lat=20&lng=80&z=4.2&tag=food');
  const before = new URL(guest.url()).search;
  await guest.getByRole('link', { name: 'Sign in', exact: true }).click();
  await guest.getByRole('button', { name: 'Béla Horvat' }).click();
  await guest.getByRole('link', { name: 'You', exact: true }).waitFor();
  await guest.locator('.maplibregl-canvas').waitFor();
  told('Who signs in comes back to the view and the choice they left', new URL(guest.url()).pathname === '/map' && new URL(guest.url()).search === before, guest.url());
}

async function editing(ada, id) {
  await ada.goto(`${SITE}/write/${id}`);
  const field = ada.getByRole('combobox', { name: 'Find a place' });
  await field.fill('da lat');
  await ada.getByRole('option', { name: 'Đà Lạt' }).first().click();
  const latitude = Number(await ada.getByLabel('Latitude').inputValue());
  told('In the composer a place found by name is placed', Math.abs(latitude - 11.95) < 0.1 && (await ada.getByLabel('Name of the place').inputValue()) === 'Đà Lạt', latitude);
  await ada.getByRole('button', { name: 'The new pin' }).waitFor();
  await ada.getByRole('button', { name: 'Pin it here' }).click();
  await ada.locator('.pin-list li', { hasText: 'Đà Lạt' }).waitFor();
  told('and pinned', true);

  const name = ada.getByLabel('Name of the place');
  const map = ada.locator('.pin-editor .maplibregl-canvas');
  await name.fill('The bench by the lake');
  await map.click({ position: { x: 60, y: 60 } });
  await ada.waitForFunction(() => document.querySelector('[name=latitude]').value !== '');
  const first = await ada.getByLabel('Latitude').inputValue();
  await map.click({ position: { x: 60, y: 200 } });
  await ada.waitForFunction((before) => document.querySelector('[name=latitude]').value !== before, first);
  await field.fill('hoi an');
  await ada.getByRole('option', { name: 'Hội An' }).first().click();
  told('A typed name outlasts clicks on the map and a place found', (await name.inputValue()) === 'The bench by the lake', await name.inputValue());
  await ada.reload();
  await name.waitFor();
  told('and a reload', (await name.inputValue()) === 'The bench by the lake' && (await ada.getByLabel('Latitude').inputValue()) !== '', await name.inputValue());
  for (const latitude of ['15.1', '15.2']) {
    await ada.getByLabel('Latitude').fill(latitude);
    await ada.getByLabel('Longitude').fill('108.1');
    await ada.getByRole('button', { name: 'Pin it here' }).click();
    await ada.locator('.pin-list li', { hasText: latitude === '15.1' ? 'The bench by the lake' : '15.2' }).waitFor();
  }
  told('One pin after the other by coordinates, the form empty between them', (await name.inputValue()) === '');
  await ada.getByLabel('Latitude').fill('21.03');
  await ada.getByLabel('Longitude').fill('105.85');
  await ada.getByRole('button', { name: 'Name it after the nearest town' }).click();
  await ada.waitForFunction(() => document.querySelector('[name=name]').value !== '');
  told('A point takes the name of the nearest town', /Hanoi|Hà Nội|Hoàn Kiếm/.test(await ada.getByLabel('Name of the place').inputValue()), await ada.getByLabel('Name of the place').inputValue());
}

await withPeople(async (person) => {
  const pages = await Promise.all([person(), person({ colorScheme: 'dark' }), person({ reducedMotion: 'reduce' }), person()]);
  const [ada, guest, calm, blind] = pages;
  const foreign = [];
  for (const page of pages) page.on('request', (request) => HERE.has(new URL(request.url()).hostname) || foreign.push(request.url()));
  await signIn(ada, 'Ada Moreau');
  const id = await pinsAcross(ada);

  await looking(guest);
  await byKeyboard(guest);
  await filtered(guest);
  await across(guest);
  await placesByName(guest);
  await searching(guest);
  await returning(blind);

  const [moving, jumping] = [await still(ada), await still(calm)];
  told('Where motion is unwanted the map is there at once, elsewhere it moves there', jumping < 2 && moving > 20, [jumping, moving]);

  const followed = await open(ada, 'following=true');
  told('Whom one follows is a choice for those signed in', agrees(followed) && (await ada.getByLabel('Whose').inputValue()) === 'following', followed);

  await blind.addInitScript(() => {
    const getContext = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
      return kind.startsWith('webgl') ? null : getContext.call(this, kind, ...rest);
    };
  });
  await blind.goto(`${SITE}/map?lat=25&lng=80&z=4.2`);
  await blind.getByText('This browser cannot draw the map').waitFor();
  const undrawn = await seen(blind);
  told('Where no map can be drawn the list is whole', undrawn.said === undrawn.listed.length && undrawn.said >= 3, undrawn);

  await editing(ada, id);
  await deletes(ada, id);
  told('No request leaves this machine', foreign.length === 0, foreign);
});
