// The fixtures: people of the demo world and guests, each in a browser context of their own.
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type ConsoleMessage,
  expect,
  test as base,
  type Page,
} from '@playwright/test';

export { expect } from '@playwright/test';

// What the browser itself writes on the console of what journeys do on purpose; scripts write nothing there.
const EXPECTED_ERRORS = {
  failedRequest: /^Failed to load resource: net::|^WebSocket connection to .* failed/,
  refusedRequest: /^Failed to load resource: the server responded with a status of /,
  refusedByPolicy: /violates the (following|document's) Content Security Policy|blocked by CORS policy/,
  // What Vite's loader makes of a file that the network failed.
  missingFile: /^(Error: )?Unable to preload CSS for |^TypeError: Failed to fetch dynamically imported module/,
};

/** People of the demo world, by the button that signs in as them. */
const PEOPLE = { ada: 'Ada Moreau', mei: 'Mei Tanaka', bela: 'Béla Horvat', chidi: 'Chidi Okafor' } as const;
type Person = keyof typeof PEOPLE;
type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>;

interface Options extends BrowserContextOptions {
  /** Who has signed in there; nobody unless told. */
  as?: Person;
}

interface Fixtures {
  /** Open a page in a context of its own; it is closed with the test, and fails it when a script on it failed or wrote an error on the console. */
  open: (options?: Options) => Promise<Page>;
  ada: Page;
  mei: Page;
  bela: Page;
  guest: Page;
}

interface WorkerFixtures {
  /** Sign somebody in once for all journeys, and return what their browser keeps. */
  sessionOf: (person: Person) => Promise<StorageState>;
}

// How many times slower than it is the processor seems to pages: for trying how the journeys hold on a slow machine.
const SLOWDOWN = Number(process.env.WAYMARK_SLOWDOWN ?? 1);

export const test = base.extend<Fixtures, WorkerFixtures>({
  sessionOf: [
    async ({ browser }, provide) => {
      const sessions = new Map<Person, Promise<StorageState>>();
      await provide((person) => {
        const session = sessions.get(person) ?? signInOnce(browser, person);
        sessions.set(person, session);
        return session;
      });
    },
    { scope: 'worker' },
  ],

  open: async ({ browser, sessionOf }, provide) => {
    const contexts: BrowserContext[] = [];
    const errors: string[] = [];
    const noteError = (line: ConsoleMessage) => {
      const isExpected = Object.values(EXPECTED_ERRORS).some((expected) => expected.test(line.text()));
      if (line.type() === 'error' && !isExpected) errors.push(`${line.text()} (${line.location().url})`);
    };
    await provide(async ({ as, ...options } = {}) => {
      const storage = as ? { storageState: await sessionOf(as) } : {};
      // Without the service worker, unless a journey is about it: it would answer pictures that a journey means to fail.
      const context = await browser.newContext({ serviceWorkers: 'block', ...storage, ...options });
      contexts.push(context);
      context.on('weberror', (error) => errors.push(error.error().stack ?? error.error().message));
      context.on('console', noteError);
      await context.addInitScript(defineUrlParse);
      const page = await context.newPage();
      await slowDown(page);
      return page;
    });
    for (const context of contexts) {
      // What a page still asks when its journey ends would fail the next journey.
      for (const page of context.pages()) await page.unrouteAll({ behavior: 'ignoreErrors' });
      await context.close();
    }
    expect(errors, 'errors of scripts, and on the console').toEqual([]);
  },

  ada: async ({ open }, provide) => provide(await open({ as: 'ada' })),
  mei: async ({ open }, provide) => provide(await open({ as: 'mei' })),
  bela: async ({ open }, provide) => provide(await open({ as: 'bela' })),
  guest: async ({ open }, provide) => provide(await open()),
});

/** Sign in on a page by the demo world's button, and come back to `path`. */
export async function signIn(page: Page, person: Person, path = '/'): Promise<void> {
  await page.goto(`/sign-in?to=${encodeURIComponent(path)}`);
  await page.getByRole('button', { name: PEOPLE[person] }).click();
  await page.waitForURL(path);
}

export function nameOf(person: Person): string {
  return PEOPLE[person];
}

/** Return words that no other run of the journeys writes. */
export function unique(words: string): string {
  return `${words} ${Date.now().toString(36)}`;
}

async function signInOnce(browser: Browser, person: Person): Promise<StorageState> {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  await signIn(page, person);
  const state = await context.storageState();
  await context.close();
  return state;
}

/** Playwright's own `routeWebSocket` needs `URL.parse`, which the oldest browser lacks; runs in the page. */
function defineUrlParse(): void {
  const parse = (url: string, base?: string) => {
    try {
      return new URL(url, base);
    } catch {
      return null;
    }
  };
  if (!('parse' in URL)) Object.assign(URL, { parse });
}

async function slowDown(page: Page): Promise<void> {
  if (SLOWDOWN === 1) return;
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
}
