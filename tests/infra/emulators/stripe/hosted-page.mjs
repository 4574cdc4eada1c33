// A buyer in a real browser: pays, is declined, takes another card, authenticates; on a phone and in the dark, by keyboard.
// `node hosted-page.mjs URL…` with one open session for each journey; prints each fact as it holds, ends with 1 if one doesn't.
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../../../frontend/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const { AxeBuilder } = require('@axe-core/playwright');

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const PHONE = { viewport: { width: 320, height: 640 }, colorScheme: 'dark', hasTouch: true };
const DESKTOP = { viewport: { width: 1280, height: 800 }, colorScheme: 'light' };
const [decline, secure, invalid, expired, control] = process.argv.slice(2);

const holds = (fact, is) => {
  if (!is) throw new Error(`NO   ${fact}`);
  console.log(`yes  ${fact}`);
};

async function checkPage(page, name) {
  const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
  holds(`${name}: axe finds nothing (${violations.map(({ id }) => id)})`, violations.length === 0);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  holds(`${name}: nothing scrolls sideways`, wide === 0);
}

async function fillCard(page, number) {
  await page.getByLabel('Email').fill('ada@waymark.example');
  await page.getByLabel('Card number').fill(number);
  await page.getByLabel('Expiry date').fill('12/34');
  await page.getByLabel('Security code').fill('123');
  await page.getByLabel('Name on the card').fill('Ada Moreau');
}

/** Press the button by keyboard, and wait for the page that answers. */
async function submit(page, name) {
  await page.getByRole('button', { name }).first().focus();
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
}

const journeys = {
  async 'A declined card, then another'(page) {
    await page.goto(decline);
    await checkPage(page, 'payment page');
    await page.getByRole('link', { name: '4000000000000002' }).click();
    holds('a test card is filled in', (await page.getByLabel('Card number').inputValue()) === '4000000000000002');
    await fillCard(page, '4000 0000 0000 0002');
    await submit(page, /^Pay /);
    holds('the decline is said', (await page.getByRole('alert').textContent()) === 'Your card was declined.');
    await checkPage(page, 'declined');
    await fillCard(page, '4242 4242 4242 4242');
    await submit(page, /^Pay /);
    holds('the shop thanks', (await page.getByRole('heading').textContent()) === 'Thank you');
    await page.goto(decline);
    holds('the page of a paid session leads to the shop', page.url().includes('/thanks?session=cs_test_'));
  },
  async '3-D Secure, failed and then done'(page) {
    await page.goto(secure);
    await fillCard(page, '4000002760003184');
    await submit(page, /^Pay /);
    await checkPage(page, '3-D Secure');
    await submit(page, 'Fail authentication');
    holds('the failure is said', (await page.getByRole('alert').textContent()).includes('unable to authenticate'));
    await fillCard(page, '4000002760003184');
    await submit(page, /^Pay /);
    await submit(page, 'Complete authentication');
    holds('the shop thanks', (await page.getByRole('heading').textContent()) === 'Thank you');
  },
  async 'What is typed wrong is marked'(page) {
    await page.goto(invalid);
    await fillCard(page, '4111 1111 1111 1111');
    await page.getByLabel('Expiry date').fill('12/20');
    await submit(page, /^Pay /);
    await checkPage(page, 'marked fields');
    const marked = await page.locator('[aria-invalid]').evaluateAll((fields) => fields.map(({ id }) => id));
    holds('exactly the wrong fields are marked', marked.join() === 'number,expiry');
    holds("another card's number is not shown again", (await page.getByLabel('Card number').inputValue()) === '');
    holds('what was right is kept', (await page.getByLabel('Name on the card').inputValue()) === 'Ada Moreau');
  },
  async 'An expired session, and the control page'(page) {
    await page.goto(expired);
    holds('it says so', (await page.getByRole('heading').textContent()) === 'This payment page has expired');
    await checkPage(page, 'expired');
    await page.goto(control);
    await checkPage(page, 'control page');
    await page.getByLabel('Copies').fill('2');
    await submit(page, 'Save');
    holds('a setting is saved', (await page.getByLabel('Copies').inputValue()) === '2');
    await submit(page, /^Deliver again/);
    holds('an event is repeated', page.url() === control);
  },
};

const looks = { 'A declined card, then another': PHONE, 'What is typed wrong is marked': PHONE };
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
try {
  for (const [name, journey] of Object.entries(journeys)) {
    const context = await browser.newContext({ ...(looks[name] ?? DESKTOP) });
    const page = await context.newPage();
    const problems = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (line) => line.type() === 'error' && !line.text().includes('status of 4') && problems.push(line.text()));
    await journey(page);
    holds(`${name}: no error in the console (${problems})`, problems.length === 0);
    await context.close();
  }
} finally {
  await browser.close();
}
