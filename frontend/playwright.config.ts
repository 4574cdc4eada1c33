// How the journeys run: Debian's chromium, one browser for all of them, a trace of each that fails.
import { delimiter, join } from 'node:path';
import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const BROWSERS = ['chromium', 'google-chrome'];
const MINUTE = 60_000;

/** Return the path of a browser: the one that WAYMARK_BROWSER names, or the first that is installed. Playwright downloads none. */
function findBrowser(): string {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const paths = BROWSERS.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = process.env.WAYMARK_BROWSER ?? paths.find((path) => existsSync(path));
  if (!found) throw new Error('The journeys need chromium. On Debian: apt-get install chromium');
  return found;
}

export default defineConfig({
  testDir: 'e2e',
  // What a journey waits for takes a second or two; on a busy machine with two cores ten times that is no fault.
  timeout: 10 * MINUTE,
  expect: { timeout: MINUTE },
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  reporter: process.env.WAYMARK_REPORT === 'lines' ? './e2e/support/line-reporter.ts' : 'list',
  use: {
    baseURL: process.env.WAYMARK_SITE ?? 'http://127.0.0.1:8080',
    actionTimeout: MINUTE,
    navigationTimeout: MINUTE,
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    trace: { mode: 'retain-on-failure', screenshots: false, sources: false },
    launchOptions: {
      executablePath: findBrowser(),
      chromiumSandbox: process.getuid?.() !== 0,
      args: [
        '--disable-background-networking',
        '--disable-dev-shm-usage',
        '--use-gl=angle', // the map is drawn with WebGL, on machines without a graphics card too
        '--use-angle=swiftshader',
        '--enable-unsafe-swiftshader',
      ],
    },
  },
  projects: [
    // A folder for each: a run empties its own, and traces of the others stay.
    { name: 'journeys', testIgnore: 'outages/**', outputDir: '../.waymark/e2e/journeys' },
    // Some of them again, in the browser that scripts/oldest-browser.mjs unpacks.
    { name: 'oldest', testIgnore: 'outages/**', outputDir: '../.waymark/e2e/oldest' },
    // What somebody has to stop and start the AI for.
    { name: 'outages', testMatch: 'outages/**/*.spec.ts', outputDir: '../.waymark/e2e/outages' },
  ],
});
