// WCAG 2.2 AA by axe on every page, in both colour schemes, on a phone, where no page may be wider than the screen.
// `node e2e/accessibility.mjs [site]` against a running system with its demo world; exits 1 where a rule is broken.
import { AxeBuilder } from '@axe-core/playwright';
import { SITE, withPeople } from './people.mjs';

const PHONE = { width: 390, height: 844 };
const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

/** Each page: how to get there, and what stands there once it is ready. */
const PAGES = [
  ['home', (page) => page.goto(SITE), '.card'],
  ['article', (page) => page.locator('.card h2 a').nth(1).click(), '.markdown'],
  ['map', (page) => page.goto(`${SITE}/map?lat=15&lng=105&z=4`), '.maplibregl-canvas'],
  ['person', (page) => page.goto(`${SITE}/people/mei`), '.card'],
  ['not found', (page) => page.goto(`${SITE}/nowhere`), '.state'],
  ['sign up', (page) => page.goto(`${SITE}/sign-up`), '.account'],
  ['forgotten password', (page) => page.goto(`${SITE}/forgotten`), '.account'],
  ['sign in', (page) => page.goto(`${SITE}/sign-in?to=/me`), '.account'],
  ['own page', (page) => page.getByRole('button', { name: 'Ada Moreau' }).click(), '.card'],
  ['write', (page) => page.getByRole('link', { name: 'Edit' }).first().click(), '.tray'],
  ['notifications', (page) => page.goto(`${SITE}/notifications`), '.notification'],
  ['begin', (page) => page.goto(`${SITE}/write`), '.begin'],
];

async function brokenRules(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const broken = violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  return width > PHONE.width ? [...broken, `${width} px wide`] : broken;
}

await withPeople(async (person) => {
  for (const colorScheme of ['light', 'dark']) {
    const page = await person({ viewport: PHONE, colorScheme });
    for (const [name, go, ready] of PAGES) {
      await go(page);
      await page.locator(ready).first().waitFor();
      const broken = await brokenRules(page);
      console.log(`${broken.length === 0 ? 'yes ' : 'NO  '} ${name}, ${colorScheme} ${broken.join('; ')}`);
      if (broken.length > 0) process.exitCode = 1;
    }
  }
});
