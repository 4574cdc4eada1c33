// WCAG 2.2 AA by axe on every page, in both colour schemes, on a phone, where no page may be wider than the screen.
// `node e2e/accessibility.mjs [site]` against a running system with its demo world; exits 1 where a rule is broken.
import { AxeBuilder } from '@axe-core/playwright';
import { PAGES } from './pages.mjs';
import { withPeople } from './people.mjs';

const PHONE = { width: 390, height: 844 };
const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

/** A pin stands where its place is: WCAG 2.5.8 calls that essential, and allows targets that are close to each other. */
const isEssential = (id, { html }) => id === 'target-size' && html.includes('map-pin');

async function brokenRules(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const broken = violations
    .map(({ id, nodes }) => [id, nodes.filter((node) => !isEssential(id, node))])
    .filter(([, nodes]) => nodes.length > 0)
    .map(([id, nodes]) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
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
