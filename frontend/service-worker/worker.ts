// The service worker: the site opens without a network, with the pictures that were shown last.
// Data is kept by the page (shared/graphql/offline-cache.ts); this worker keeps files and pictures only, never a response of the API.

declare const self: ServiceWorkerGlobalScope & {
  /** Written by the build: the files of this version that open every page but the explorer and the maps. */
  readonly FILES: readonly string[];
  readonly VERSION: string;
};
// A module, so that the names of this file are its own.
export {};

const SHELL = `waymark-shell-${self.VERSION}`;
const PICTURES = 'waymark-pictures';
const PICTURES_KEPT = 200;
const PAGE = '/index.html';
const CONFIG = '/config.json';
/** What a map is drawn from; too large to be loaded before somebody opens one. */
const MAP_DATA = ['/base-map.json', '/base-map-towns.json', '/places.tsv'];

self.addEventListener('install', (event) => {
  event.waitUntil(install());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([removeOldShells(), self.clients.claim()]));
});

self.addEventListener('message', (event: ExtendableMessageEvent) => {
  const { keep, forget } = event.data as { keep?: string[]; forget?: true };
  if (forget) event.waitUntil(caches.delete(PICTURES));
  if (keep) event.waitUntil(Promise.allSettled(keep.map((url) => keepLoaded(new Request(url)))));
});

self.addEventListener('fetch', (event) => {
  const answer = answerTo(event.request);
  if (answer) event.respondWith(answer);
});

/** Return the answer to what this worker answers; everything else goes its usual way. */
function answerTo(request: Request): Promise<Response> | null {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET') return null;
  if (origin !== self.location.origin) return request.destination === 'image' ? picture(request) : null;
  if (request.mode === 'navigate') return newest(request, PAGE);
  if (pathname === CONFIG) return newest(request, CONFIG);
  if (MAP_DATA.includes(pathname)) return mapData(request);
  return file(request);
}

async function install(): Promise<void> {
  await (await caches.open(SHELL)).addAll([PAGE, CONFIG, ...self.FILES]);
  // Open pages keep what they need: their files lie in the shell before this one, which stays.
  await self.skipWaiting();
}

async function removeOldShells(): Promise<void> {
  const shells = (await caches.keys()).filter((name) => name.startsWith('waymark-shell-') && name !== SHELL);
  await Promise.all(shells.slice(0, -1).map((name) => caches.delete(name)));
}

/** From the server, and where that does not answer, as it was kept. */
async function newest(request: Request, kept: string): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const cachedResponse = await (await caches.open(SHELL)).match(kept);
    if (cachedResponse) return cachedResponse;
    throw error;
  }
}

/** From the server, and kept from then on for when it does not answer; a new version has it from the one before. */
async function mapData(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  try {
    const answer = await fetch(request);
    if (answer.ok) await (await caches.open(SHELL)).put(pathname, answer.clone());
    return answer;
  } catch (error) {
    const cachedResponse = await caches.match(pathname);
    if (cachedResponse) return cachedResponse;
    throw error;
  }
}

/** Keep what a page loaded before this worker was there. */
async function keepLoaded(request: Request): Promise<void> {
  await (isPicture(request.url) ? picture(request) : answerTo(request));
}

/** As it was kept, else from the server; what carries its content in its name is kept from then on. */
async function file(request: Request): Promise<Response> {
  const cachedResponse = await caches.match(request, { ignoreSearch: true });
  if (cachedResponse) return cachedResponse;
  const answer = await fetch(request);
  if (answer.ok && new URL(request.url).pathname.startsWith('/assets/')) {
    await (await caches.open(SHELL)).put(request, answer.clone());
  }
  return answer;
}

/** A picture is known by its path: its address is signed again for every request. */
async function picture(request: Request): Promise<Response> {
  const pictures = await caches.open(PICTURES);
  const { origin, pathname } = new URL(request.url);
  const cachedResponse = await pictures.match(origin + pathname);
  if (cachedResponse) return cachedResponse;
  const answer = await fetch(request);
  if (answer.ok && answer.type === 'cors') {
    await pictures.put(origin + pathname, answer.clone());
    await removeOldest(pictures);
  }
  return answer;
}

function isPicture(url: string): boolean {
  return new URL(url).origin !== self.location.origin;
}

async function removeOldest(pictures: Cache): Promise<void> {
  const kept = await pictures.keys();
  await Promise.all(kept.slice(0, -PICTURES_KEPT).map((request) => pictures.delete(request)));
}
