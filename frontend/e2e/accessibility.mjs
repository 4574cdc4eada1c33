// Every page the router knows, and what opens on them: WCAG 2.2 AA by axe in both colour schemes on a phone and a desktop, reflow,
// text spacing and no motion for who asked for none. `guarded.mjs` looks at what does not fit in Vietnamese.
// `node e2e/accessibility.mjs [site]` against a running system with its demo world; exits 1 where a rule is broken.
import { readFile } from 'node:fs/promises';
import { away, states } from './open-states.mjs';
import { EXPLORER, PAGES } from './pages.mjs';
import { deletes, publishes, signIn, withPeople } from './people.mjs';
import { broken, unfit } from './standards.mjs';

const CALM = { viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' };

function told(words, wrong) {
  console.log(`${wrong.length === 0 ? 'yes ' : 'NO  '} ${words}${wrong.length > 0 ? `: ${wrong.join('; ')}` : ''}`);
  if (wrong.length > 0) process.exitCode = 1;
}

/** Walk in order; return the titles of what stood there. */
async function walk(page, places, checks, where = '') {
  const titles = [];
  for (const [name, go, ready] of places) {
    await go(page);
    await page.locator(ready).first().waitFor();
    const wrong = [];
    for (const check of checks) wrong.push(...(await check(page)));
    told(`${name}${where}`, [...new Set(wrong)]);
    titles.push(await page.title());
  }
  return titles;
}

/** Return the router's paths to which none of these leads. */
async function missing(visited) {
  const router = await readFile(new URL('../src/app/router.tsx', import.meta.url), 'utf8');
  const paths = [...router.matchAll(/\bpath: '([^']+)'/g)].map(([, path]) => path);
  const leadsTo = (path) => new RegExp(`^${path.replaceAll(/\$\w+/g, '[^/]+')}$`);
  return paths.length === 0 ? ['no path was read'] : paths.filter((path) => !visited.some((each) => leadsTo(path).test(each)));
}

/** The explorer's editors take their colours when they are made. */
async function drawnAnew(page) {
  await page.reload();
  await page.locator(EXPLORER[2]).first().waitFor();
}

async function everyPage(person) {
  const page = await person(CALM);
  const visited = ['/graphiql']; // it leads to the explorer
  page.on('framenavigated', (frame) => visited.push(new URL(frame.url()).pathname));
  const titles = await walk(page, PAGES, [broken, unfit]);
  await walk(page, [EXPLORER], [(each) => broken(each, drawnAnew)]);
  told('Every page of the router was among them', await missing(visited));
  told('Every page has a title of its own', titles.filter((title, place) => titles.indexOf(title) !== place));
}

async function whatOpens(person) {
  const ada = await person(CALM);
  await signIn(ada, 'Ada Moreau');
  const id = await publishes(ada, `States ${Date.now().toString(36)}`);
  await walk(ada, states(id), [broken, unfit]);
  await deletes(ada, id);
  const guest = await person(CALM);
  await walk(guest, away, [broken, unfit]);
}

await withPeople(async (person) => {
  await Promise.all([everyPage(person), whatOpens(person)]);
});
