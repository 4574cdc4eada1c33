// Every page: how a reader gets there in order, and what stands there once it is ready.
import { SITE } from './people.mjs';

export const PAGES = [
  ['home', (page) => page.goto(SITE), '.card'],
  ['article', (page) => page.locator('.card h2 a').nth(1).click(), '.markdown'],
  ['map', (page) => page.goto(`${SITE}/map?lat=15&lng=105&z=4`), '.maplibregl-canvas'],
  ['search', (page) => page.goto(`${SITE}/search`), '.chip'],
  ['found', (page) => page.goto(`${SITE}/search?tag=india`), '.card'],
  ['person', (page) => page.goto(`${SITE}/people/mei`), '.card'],
  ['not found', (page) => page.goto(`${SITE}/nowhere`), '.state'],
  ['sign up', (page) => page.goto(`${SITE}/sign-up`), '.account'],
  ['confirm', (page) => page.goto(`${SITE}/confirm?email=nia@waymark.example`), '.account'],
  ['forgotten password', (page) => page.goto(`${SITE}/forgotten`), '.account'],
  ['sign in', (page) => page.goto(`${SITE}/sign-in?to=/me`), '.account'],
  ['own page', (page) => page.getByRole('button', { name: 'Ada Moreau' }).click(), '.own-row'],
  ['write', (page) => page.locator('.own-row a[href^="/write/"]').first().click(), '.tray'],
  ['notifications', (page) => page.goto(`${SITE}/notifications`), '.notification'],
  ['begin', (page) => page.goto(`${SITE}/write`), '.begin'],
];

/** A page with headers and a layout of its own. */
export const EXPLORER = ['explorer', (page) => page.goto(`${SITE}/explorer`), '.view-lines'];
