// Every page keeps to the site's policy: no refused source, no request to another machine, no inline script, no jump,
// and in Vietnamese, written from right to left, it fits a phone: also zoomed in, and widely spaced.
// `node e2e/guarded.mjs [site]` against a running system with its demo world; exits 1 where a page does not.
import { EXPLORER, PAGES } from './pages.mjs';
import { SITE, withPeople } from './people.mjs';
import { unfit } from './standards.mjs';

const TABLET = { width: 820, height: 1180 };
const PHONE = { width: 390, height: 844 };
const HERE = new Set(['127.0.0.1', 'localhost', '']);
const MOST_SHIFT = 0.1;
const ONE_LINE = 70; // px
const ALL = [...PAGES, EXPLORER, ['graphiql', (page) => page.goto(`${SITE}/graphiql`), '.view-lines']];

function told(words, wrong = []) {
  console.log(`${wrong.length === 0 ? 'yes ' : 'NO  '} ${words}${wrong.length > 0 ? `: ${[...new Set(wrong)].join(', ')}` : ''}`);
  if (wrong.length > 0) process.exitCode = 1;
}

/** Count what shifts and what the policy refuses, from before the first line of every page. */
function watch() {
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber }) => {
    void window.refused(`${violatedDirective} ${blockedURI} ${sourceFile}:${lineNumber}`);
  });
}

async function walk(page, pages, seen) {
  for (const [name, go, ready] of pages) {
    await go(page);
    await page.locator(ready).first().waitFor();
    await page.waitForLoadState('networkidle');
    await seen(name, ready);
  }
}

/** Load the page afresh, because what follows a click may move, and sum up what shifts without one. */
async function stays(page, name, ready) {
  await page.reload();
  await page.locator(ready).first().waitFor();
  await page.waitForLoadState('networkidle');
  const shifted = await page.evaluate(() => window.shifted);
  told(`${name}: what is read stays in its place (${shifted.toFixed(3)})`, shifted < MOST_SHIFT ? [] : [`shifted by ${shifted}`]);
}

await withPeople(async (person) => {
  const page = await person({ viewport: TABLET, serviceWorkers: 'allow' });
  const [foreign, refused] = [[], []];
  page.context().on('request', (request) => {
    const { hostname } = new URL(request.url());
    if (!HERE.has(hostname)) foreign.push(request.url());
  });
  page.on('websocket', (socket) => {
    if (!HERE.has(new URL(socket.url()).hostname)) foreign.push(socket.url());
  });
  await page.exposeFunction('refused', (what) => refused.push(what));
  await page.addInitScript(watch);

  await walk(page, ALL, async (name, ready) => {
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    told(`${name}: nothing is refused, and it fits a tablet`, [...refused, ...(width > TABLET.width ? [`${width} px wide`] : [])]);
    refused.length = 0;
    if (name === 'home' || name === 'article') await stays(page, name, ready);
  });
  told('No request leaves this machine', foreign);

  await page.goto(SITE);
  await page.locator('.card').first().waitFor();
  const ran = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.body.append(script);
    const inline = document.createElement('div');
    inline.innerHTML = '<img src="/nothing-here.png" onerror="window.injected = true">';
    document.body.append(inline);
    await new Promise((resolve) => inline.firstChild.addEventListener('error', resolve));
    return window.injected === true;
  });
  told('A script that was put into the page does not run', ran ? ['it ran'] : []);
  told('and the browser says so', refused.filter((each) => each.startsWith('script-src')).length >= 2 ? [] : [`only ${refused.join(', ')}`]);

  const mirrored = await person({ viewport: PHONE, locale: 'vi-VN', reducedMotion: 'reduce' });
  await mirrored.addInitScript(() => {
    // As if the language were written from right to left: nothing may set it back.
    new MutationObserver(() => {
      if (document.documentElement?.dir !== 'rtl') document.documentElement.dir = 'rtl';
    }).observe(document, { attributes: true, childList: true, subtree: true });
  });
  await walk(mirrored, PAGES, async (name) => {
    const [head, direction, language] = await mirrored.evaluate(() => [document.querySelector('.top').clientHeight, getComputedStyle(document.body).direction, document.documentElement.lang]);
    const wrong = [...(direction === 'rtl' && language === 'vi' ? [] : ['it is not']), ...(head > ONE_LINE ? [`the head is ${head} px high`] : [])];
    told(`${name}: in Vietnamese, written from right to left, it fits a phone`, [...wrong, ...(await unfit(mirrored))]);
  });
});
