// Every page while the service does not answer, answers with a fault, has nothing, or takes its time: each is drawn,
// called by its name, fits a phone, and is whole again once somebody tries again.
// `node e2e/states.mjs [site]` against a running system with its demo world; exits 1 where a page does not.
import { signIn, SITE, withPeople } from './people.mjs';

const PHONE = { width: 390, height: 844 };
const FAULT = { data: null, errors: [{ message: 'com.amazonaws.Unhandled', errorType: 'Lambda:Unhandled' }] };

function told(words, wrong) {
  console.log(`${wrong.length === 0 ? 'yes ' : 'NO  '} ${words}${wrong.length > 0 ? `: ${wrong.join(', ')}` : ''}`);
  if (wrong.length > 0) process.exitCode = 1;
}

/** The same answer with nothing in any list. */
function emptied(value) {
  if (Array.isArray(value)) return value.map(emptied);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value.edges)) return { ...value, edges: [], pageInfo: { ...value.pageInfo, hasNextPage: false, endCursor: null } };
  if (Array.isArray(value.cells)) return { ...value, cells: [], totalCount: 0 };
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, emptied(each)]));
}

const STATES = {
  silent: (route) => route.abort(),
  faulty: (route) => route.fulfill({ json: FAULT, headers: { 'access-control-allow-origin': '*' } }),
  slow: () => undefined,
  empty: async (route) => {
    const answer = await route.fetch().catch(() => null); // the page has gone on
    if (answer) await route.fulfill({ response: answer, json: emptied(await answer.json()) });
  },
};

/** Answer as in a state from now on; until the next state. */
async function answers(page, state) {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  if (state) await page.route('**/graphql', STATES[state]);
}

/** What is wrong with the page around a state, whatever it says. */
const flaws = (page, isWaiting = false) =>
  page.evaluate(({ width, isWaiting }) => {
    const heads = document.querySelectorAll('main h1').length;
    const wide = document.documentElement.scrollWidth;
    return [
      ...(document.querySelectorAll('main').length === 1 ? [] : ['no main']),
      ...(heads === 1 || isWaiting ? [] : [`${heads} h1`]),
      ...(wide > width ? [`${wide} px wide`] : []),
    ];
  }, { width: PHONE.width, isWaiting });

await withPeople(async (person) => {
  const ada = await person({ viewport: PHONE });
  await signIn(ada, 'Ada Moreau', '/people/ada');
  const id = (await ada.locator('.card h2 a').first().getAttribute('href')).split('/').at(-1);
  const storageState = await ada.context().storageState();
  // Each page: its address, what stands there when all is well, and what is said where there is nothing.
  const pages = [
    ['home', '/', '.card', 'Nothing is here yet'],
    ['following', '/?following=true', '.card', 'You follow nobody yet'],
    ['article', `/posts/${id}`, '.markdown', null],
    ['person', '/people/mei', '.card', 'Nothing is published yet'],
    ['map', '/map', '.map-list li', 'Nothing is pinned here. Move the map, or zoom out.'],
    ['search', '/search', '.chip', null],
    ['found', '/search?tag=india', '.card', 'Nothing has that'],
    ['notifications', '/notifications', '.notification', 'Nothing has happened yet'],
    ['own page', '/me', '.own-row', 'You have written nothing yet'],
    ['composer', `/write/${id}`, '.tray', null],
  ];

  for (const [name, path, ready, nothing] of pages) {
    const wrong = [];
    const page = await person({ viewport: PHONE, storageState }); // whose browser remembers nothing it could show instead
    const find = async (what, locator) => locator.first().waitFor({ timeout: 20_000 }).catch(() => wrong.push(what));
    await answers(page, 'slow');
    await page.goto(SITE + path);
    await find('says that it waits', page.locator('main .spinner'));
    wrong.push(...(await flaws(page, true)).map((each) => `waiting: ${each}`));

    await answers(page, 'silent');
    await page.goto(SITE + path);
    await find('says that nobody answers', page.locator('main [role=alert]', { hasText: 'The service does not answer.' }));
    wrong.push(...(await flaws(page)).map((each) => `silent: ${each}`));
    const again = page.locator('main').getByRole('button', { name: 'Try again' }).first();
    await answers(page, 'faulty');
    await again.click();
    await find('says that it failed', page.locator('main [role=alert]', { hasText: 'Something went wrong at the service.' }));
    wrong.push(...(await flaws(page)).map((each) => `faulty: ${each}`));
    await answers(page, null);
    await again.click();
    await find('is whole once tried again', page.locator(ready));

    if (nothing) {
      await answers(page, 'empty');
      await page.goto(SITE + path);
      await find('says that there is nothing', page.getByText(nothing, { exact: true }));
      wrong.push(...(await flaws(page)).map((each) => `empty: ${each}`));
    }
    await answers(page, null);
    await page.context().close();
    told(`${name}: waiting, failing, silent${nothing ? ', empty' : ''}, and whole again`, wrong);
  }
});
