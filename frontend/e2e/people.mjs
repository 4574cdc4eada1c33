// A browser, and people in it: what the scripts beside this file share.
import { chromium } from 'playwright-core';

export const SITE = process.argv[2] ?? 'http://127.0.0.1:8080';

const began = Date.now();

/** Say that something holds, and how long it took to get there. */
export const fact = (words) => console.log(`yes  ${words} (${Math.round((Date.now() - began) / 1000)} s)`);

/** Run `story` in a fresh browser; `person(options)` opens a page of somebody's own. */
export async function withPeople(story) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  });
  // Without the service worker, unless a script is about it: it would answer pictures that a script means to fail.
  const person = async (options = {}) => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block', ...options });
    context.setDefaultTimeout(60_000);
    const page = await context.newPage();
    page.on('pageerror', (error) => {
      console.log(`NO   the page failed: ${error.message}`);
      process.exitCode = 1;
    });
    return page;
  };
  try {
    await story(person);
  } finally {
    await browser.close();
  }
}

/** Sign in as somebody of the demo world, and come back to `path`. */
export async function signIn(page, name, path = '/') {
  await page.goto(`${SITE}/sign-in?to=${encodeURIComponent(path)}`);
  await page.getByRole('button', { name }).click();
  await page.waitForURL(`${SITE}${path}`);
}

/** Ask the API as the person signed in on a page does, without their page knowing: as on another device. */
export function asks(page, query, variables) {
  return page.evaluate(
    async ({ query, variables }) => {
      const config = await (await fetch('/config.json')).json();
      const token = Object.entries(localStorage).find(([key]) => key.endsWith('.accessToken'))?.[1];
      const headers = { 'content-type': 'application/json', ...(token ? { Authorization: token } : { 'x-api-key': config.apiKey }) };
      const answer = await (await fetch(config.graphqlUrl, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })).json();
      const refusals = Object.values(answer.data ?? {}).flatMap((each) => each?.errors ?? []);
      if (answer.errors || refusals.length > 0) throw new Error(JSON.stringify(answer));
      return answer.data;
    },
    { query, variables },
  );
}

/** Publish an article as the person signed in on a page, and return its id. */
export async function publishes(page, title) {
  const made = await asks(page, 'mutation($input: CreatePostInput!) { createPost(input: $input) { post { id version } errors { message } } }', { input: { title, body: 'Words.' } });
  const { id, version } = made.createPost.post;
  await asks(page, 'mutation($input: PublishPostInput!) { publishPost(input: $input) { errors { message } } }', { input: { id, expectedVersion: version } });
  return id;
}

export function deletes(page, id) {
  return asks(page, 'mutation($input: DeletePostInput!) { deletePost(input: $input) { errors { message } } }', { input: { id } });
}

/** Hold back the answers to an operation until the returned function is called: what shows until then is optimism. */
export async function holds(page, operation) {
  let release = () => {};
  const released = new Promise((resolve) => (release = resolve));
  const isIt = (request) => (request.postData() ?? '').includes(`mutation ${operation}(`);
  await page.route('**/graphql', async (route) => {
    if (isIt(route.request())) await released;
    await route.fallback();
  });
  return async () => {
    release();
    await page.unroute('**/graphql');
  };
}
