// A browser, and people in it: what the scripts beside this file share.
import { chromium } from 'playwright-core';

export const SITE = process.argv[2] ?? 'http://127.0.0.1:8080';

/** Run `story` in a fresh browser; `person(options)` opens a page of somebody's own. */
export async function withPeople(story) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  });
  const person = async (options = {}) => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
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
