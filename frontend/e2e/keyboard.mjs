// A person without a mouse: reads, signs in, writes with photos and pins, publishes, talks, looks around on the map, searches,
// follows, keeps her own page, changes the language, signs out. At every press the focus is where it should be, seen and marked.
// `node e2e/keyboard.mjs [site]` against a running system with its demo world; what it wrote is deleted again.
import { fileURLToPath } from 'node:url';
import { hands } from './keys.mjs';
import { fact, SITE, withPeople } from './people.mjs';

const TITLE = `By hand ${Date.now().toString(36)}`;
const [EMAIL, PASSWORD] = ['ada@waymark.example', 'Waymark-demo-1'];
const photo = (name) => fileURLToPath(new URL(`../../infra/local/world/photos/${name}.jpg`, import.meta.url));
const said = (page, words) => page.locator('[role=status]', { hasText: words }).first().waitFor({ state: 'attached' });

async function enters(page, { press, type, go, reach, rests }) {
  await page.goto(SITE);
  await page.locator('.card h2 a').first().waitFor();
  await go('link', 'Skip to the content');
  await rests('main', '');
  await reach('link', /.+/);
  if (!(await page.evaluate(() => document.querySelector('main').contains(document.activeElement)))) throw new Error('The skip link does not lead into the content.');
  await go('link', 'Sign in', { back: true });
  await rests('heading', 'Welcome back');
  await reach('textbox', 'E-mail');
  await type(EMAIL);
  await reach('textbox', 'Password');
  await type('not-hers');
  await press('Enter');
  await page.getByRole('alert').waitFor();
  await rests('textbox', 'Password');
  await press('Control+A');
  await type(PASSWORD);
  await press('Enter');
  await rests('heading', 'Places, seen by people');
  fact('Past the bar by its skip link; signed in, after a wrong password');
}

async function writes(page, { press, type, go, reach, rests }) {
  await go('link', 'Write', { back: true });
  await rests('heading', 'A new article');
  await reach('textbox', /^What is it called/);
  await type(TITLE);
  await press('Enter');
  await rests('heading', 'Write');
  await reach('textbox', 'Text, in Markdown');
  await type('Written **without** a mouse.');
  await page.getByText('Saved', { exact: true }).waitFor();

  await reach('button', /Choose photos/);
  const chooser = page.waitForEvent('filechooser');
  await press('Enter');
  const heard = said(page, 'is uploaded.');
  await (await chooser).setFiles([photo('espresso'), photo('cat')]);
  await heard;
  await page.locator('.tray-photo .step-done', { hasText: 'Live' }).nth(1).waitFor();
  fact('Photos are chosen by keyboard, and watched until they are live');

  await reach('textbox', /^For those who cannot see it/);
  await type('A cup on a table.');
  await go('button', 'Take it');
  await rests('textbox', /^For those who cannot see it/);
  const texts = page.getByLabel('For those who cannot see it');
  if (!(await texts.nth(1).inputValue())) throw new Error('The suggestion was not taken.');
  const first = await texts.nth(1).inputValue();
  await go('button', '↑ Earlier');
  await said(page, 'Moved to place 1 of 2.');
  await rests('button', '↑ Earlier');
  if ((await texts.first().inputValue()) !== first) throw new Error('The keyboard did not change the order.');
  fact('One photo is described, the AI’s words are taken for the other, and it is put first');
}

async function pins(page, { press, type, go, reach, rests }) {
  const at = () => page.evaluate(() => ['latitude', 'longitude'].map((name) => Number(document.querySelector(`[name=${name}]`).value)));
  await reach('combobox', 'Find a place');
  await type('da lat');
  await page.getByRole('option', { name: 'Đà Lạt' }).first().waitFor();
  await press('Enter');
  await page.waitForFunction(() => {
    const [pin, map] = ['.map-mark-on', '.pin-editor .maplibregl-canvas'].map((each) => document.querySelector(each)?.getBoundingClientRect());
    return pin && map && Math.abs(pin.x + pin.width / 2 - map.x - map.width / 2) < 9; // the map is where the place is
  });
  await reach('region', /^Map to pin on/);
  await press('Enter');
  await rests('button', 'The new pin');
  const before = await at();
  await press('ArrowRight');
  await press('ArrowUp');
  await page.waitForFunction(([latitude, longitude]) => Number(document.querySelector('[name=latitude]').value) > latitude && Number(document.querySelector('[name=longitude]').value) > longitude, before);
  await said(page, 'The pin is at');
  await rests('button', 'The new pin');
  for (let step = 0; step < 30; step++) await press('ArrowRight'); // further than the map shows: it follows
  await rests('button', 'The new pin');
  await press('Escape');
  await rests('region', /^Map to pin on/);
  await reach('textbox', 'Name of the place');
  await press('Control+A');
  await type('A pine wood');
  await go('button', 'Pin it here');
  await page.locator('.pin-list li', { hasText: 'A pine wood' }).waitFor();
  await said(page, 'The place is pinned.');
  await rests('button', 'Pin it here');
  fact('A place is found by its name, pinned on the map and moved with the arrow keys');

  await go('button', 'Publish');
  await said(page, 'It is published.');
  await rests('button', 'Take it back');
  await go('link', 'See it', { back: true });
  await rests('heading', TITLE);
  if (!(await page.title()).startsWith(TITLE)) throw new Error(`The page is called ${await page.title()}.`);
  fact('It is published, and read');
}

async function talks(page, { press, type, go, reach, rests }) {
  await reach('button', '0 likes');
  await press('Space');
  await rests('button', '1 like');
  await page.locator('.article-acts .like[aria-pressed=true]').waitFor();
  await press('Space');
  await rests('button', '0 likes');
  const refuse = (route) => (/mutation Like\(/.test(route.request().postData() ?? '') ? route.abort() : route.fallback());
  await page.route('**/graphql', refuse);
  await press('Space');
  await said(page, 'It was taken back');
  await page.unroute('**/graphql', refuse);
  await rests('button', '0 likes');
  await go('button', 'Who likes it');
  await rests('button', 'Close');
  await press('Escape');
  await rests('button', 'Who likes it');
  await go('button', /^Look at it in full/);
  await rests('button', 'Close');
  await press('ArrowRight');
  await page.getByText('Photo 2 of 2').waitFor();
  await press('Escape');
  await rests('button', /^Look at it in full/);
  fact('Liked, and no longer; a refusal is said; dialogs give the focus back');

  await reach('textbox', 'Your comment');
  await type('Said by hand.');
  await go('button', 'Comment');
  await said(page, 'Your comment is posted.');
  await rests('button', 'Comment');
  await page.locator('.comment-actions').waitFor();
  await go('button', 'Edit', { back: true });
  await rests('textbox', 'Your comment');
  await type(' And changed.');
  await go('button', 'Save');
  await page.locator('.comment-body', { hasText: 'And changed.' }).waitFor();
  await rests('button', 'Edit');
  await go('button', 'Reply', { back: true });
  await rests('textbox', 'Your reply');
  await type('Answered by hand.');
  await go('button', 'Reply');
  await page.locator('.comment-replies .comment-body', { hasText: 'Answered by hand.' }).waitFor();
  await rests('button', 'Reply');
  fact('A comment is said, changed and answered, and the focus comes back each time');
}

async function looksAround(page, { press, type, go, reach, rests }) {
  const moved = (change) => page.waitForURL(({ searchParams }) => change(Object.fromEntries(searchParams)));
  await page.keyboard.press('Control+Home');
  await go('link', 'Map', { back: true });
  await rests('heading', 'Map');
  await page.locator('.atlas-list[aria-busy=false] .map-place').first().waitFor();
  await reach('region', /^Map of the articles/);
  await moved(({ z }) => z !== undefined);
  const z = Number(new URL(page.url()).searchParams.get('z'));
  await press('+');
  await moved((now) => Number(now.z) > z + 0.5);
  const { lng } = Object.fromEntries(new URL(page.url()).searchParams);
  await press('ArrowRight');
  await moved((now) => Number(now.lng) > Number(lng));
  await reach('button', /.+/); // a mark on the map, or its zoom
  await go('link', 'Skip the map', { back: true });
  await rests('heading', /places? in view$/);
  await go('button', 'Show the whole world');
  await page.locator('.atlas-list[aria-busy=false]').waitFor();
  await reach('textbox', 'Tag');
  await type('food');
  await press('Enter');
  await moved(({ tag }) => tag === 'food');
  await go('button', 'Clear the choice');
  await rests('textbox', 'Tag');
  await page.locator('.atlas-list[aria-busy=false] .map-place').first().waitFor();
  await reach('link', /.+/);
  const place = await page.evaluate(() => document.activeElement.textContent);
  await press('Enter');
  await page.waitForURL(/\/posts\//);
  await rests('heading', /.+/);
  await page.goBack();
  await page.waitForURL(/\/map/);
  await page.waitForFunction((text) => document.activeElement?.textContent === text, place);
  fact('The map is moved and zoomed, its list walked and chosen from; going back leads to the place one left by');

  await go('link', 'Search', { back: true });
  await rests('heading', /^Search by tag/);
  await reach('textbox', 'Tag');
  await type('india');
  await press('Enter');
  await page.getByRole('heading', { name: '#india' }).waitFor();
  await page.locator('.card h2 a').first().waitFor();
  await rests('textbox', 'Tag');
  const author = (await page.locator('.card-by a:not([href$="/ada"])').first().innerText()).split('\n').at(-1).trim();
  await go('link', new RegExp(`${author}$`));
  await page.waitForURL(/\/people\//);
  await page.locator('.person-head h1').waitFor();
  await rests('heading', await page.locator('.person-head h1').innerText());
  await reach('button', /^Follow(ing)?$/);
  const was = await page.evaluate(() => document.activeElement.getAttribute('aria-pressed'));
  for (const wanted of [was === 'true' ? 'false' : 'true', was]) {
    const answered = page.waitForResponse((answer) => /mutation (Unf|F)ollow\(/.test(answer.request().postData() ?? ''));
    await press('Space');
    await page.locator(`.person-head button[aria-pressed=${wanted}]:focus`).waitFor();
    await answered;
  }
  fact('Somebody is found, followed and followed no longer');
}

async function keepsHerPage(page, { press, type, go, reach, rests }) {
  await go('link', /^Notifications, /, { back: true });
  await rests('heading', 'Notifications');
  await page.locator('.notification').first().waitFor();
  await reach('button', 'Unread');
  await press('Enter');
  await page.locator('.notifications-which [aria-pressed=true]', { hasText: 'Unread' }).waitFor();
  await page.getByRole('button', { name: 'Mark read' }).first().waitFor();
  await reach('button', 'Mark read');
  await press('Enter');
  await rests(/^(link|button)$/, /.+/);
  await go('link', 'You', { back: true });
  await rests('heading', 'Ada Moreau');

  await reach('checkbox', `Choose “${TITLE}”`);
  await press('Space');
  await said(page, '1 chosen');
  await go('button', 'Take it back', { back: true });
  await said(page, '1 article is as you wanted.');
  await rests('status', '');
  await reach('checkbox', `Choose “${TITLE}”`);
  await press('Space');
  await reach('button', 'Delete', { back: true });
  await press('Enter');
  await rests('button', 'Keep them');
  await press('Escape');
  await rests('button', 'Delete');
  await press('Enter');
  await rests('button', 'Keep them');
  await go('button', 'Delete 1 article');
  await page.getByLabel(`Choose “${TITLE}”`).waitFor({ state: 'detached' });
  fact('Notifications are read; several articles are changed, and deleted only after a question that Escape leaves');

  const about = page.getByLabel('About you');
  const bio = await about.inputValue();
  for (const words of [`${bio} Hello.`, bio]) {
    await reach('textbox', 'About you', { back: words === bio });
    await press('Control+A');
    await press('Delete');
    await type(words);
    const saved = page.waitForResponse((answer) => /mutation UpdateProfile\(/.test(answer.request().postData() ?? ''));
    await go('button', 'Save');
    await saved;
    await said(page, 'Your profile is saved.');
    await rests('button', 'Save');
  }
  await reach('combobox', 'Language');
  await press('ArrowDown');
  await page.locator('html[lang=vi]').waitFor();
  await rests('combobox', 'Ngôn ngữ');
  await press('ArrowUp');
  await page.locator('html[lang=en]').waitFor();
  await go('button', 'Sign out', { back: true });
  await rests('heading', 'Places, seen by people');
  await page.getByRole('link', { name: 'Sign in' }).waitFor();
  fact('The profile is saved, the language changed and changed back; signed out');
}

await withPeople(async (person) => {
  const page = await person({ viewport: { width: 1280, height: 800 } });
  const defects = new Set();
  const ada = await hands(page, (defect) => defects.add(defect));
  for (const journey of [enters, writes, pins, talks, looksAround, keepsHerPage]) await journey(page, ada);
  for (const defect of defects) console.log(`NO   ${defect}`);
  if (defects.size > 0) process.exitCode = 1;
  else fact('At every press the focus was in view, uncovered, marked and named');
});
