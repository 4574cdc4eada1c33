// What goes between a page and the services: wait for an answer, hold it back, refuse it.
import type { Page, Request, Response, Route } from '@playwright/test';

const GRAPHQL = '**/graphql';

/** Wait for the API's answer to an operation, `UpdatePost` say: begin to wait before it is asked. */
export function answerTo(page: Page, operation: string): Promise<Response> {
  return page.waitForResponse((response) => isOperation(response.request(), operation));
}

/** Hold back what is asked by an operation until the returned function is called: what shows until then is optimism. */
export async function holdOperation(page: Page, operation: string): Promise<() => Promise<void>> {
  const gate = makeGate();
  const hold = async (route: Route) => {
    if (isOperation(route.request(), operation)) await gate.promise;
    await route.fallback();
  };
  await page.route(GRAPHQL, hold);
  return async () => {
    gate.resolve();
    await page.unroute(GRAPHQL, hold);
  };
}

interface HeldAnswer {
  /** Fulfilled when the API has answered. */
  answered: Promise<void>;
  release: () => void;
}

/** Hold back an operation's answer, as it was when it was asked for, until it is released. */
export async function holdAnswer(page: Page, operation: string): Promise<HeldAnswer> {
  const [gate, answer] = [makeGate(), makeGate()];
  await page.route(GRAPHQL, async (route) => {
    if (!isOperation(route.request(), operation)) return route.fallback();
    const response = await route.fetch();
    answer.resolve();
    await gate.promise;
    return route.fulfill({ response });
  });
  return { answered: answer.promise, release: gate.resolve };
}

/** Let an operation fail on its way until the returned function is called; with `fits`, only with such variables. */
export async function failOperation(
  page: Page,
  operation: string,
  fits: (variables: unknown) => boolean = () => true,
): Promise<() => Promise<void>> {
  const isMeant = (request: Request) =>
    isOperation(request, operation) && fits((request.postDataJSON() as { variables: unknown }).variables);
  const fail = (route: Route) => (isMeant(route.request()) ? route.abort() : route.fallback());
  await page.route(GRAPHQL, fail);
  return () => page.unroute(GRAPHQL, fail);
}

/** Carry out the next request of an operation, and lose its answer on the way back. */
export async function loseAnswer(page: Page, operation: string): Promise<void> {
  let isLost = false;
  await page.route(GRAPHQL, async (route) => {
    if (isLost || !isOperation(route.request(), operation)) return route.fallback();
    isLost = true;
    await route.fetch();
    return route.abort();
  });
}

/** Whether a request uploads a file: a form for the store. */
export function isUpload(request: Request): boolean {
  return request.method() === 'POST' && (request.headers()['content-type'] ?? '').startsWith('multipart/');
}

/** Hold back files on their way to the store until the returned function is called. */
export async function holdUploads(page: Page): Promise<() => Promise<void>> {
  const gate = makeGate();
  await page.route('**', async (route) => {
    if (!isUpload(route.request())) return route.fallback();
    await gate.promise;
    return route.continue().catch(() => undefined); // the upload was stopped meanwhile
  });
  return async () => {
    gate.resolve();
    await page.unrouteAll({ behavior: 'wait' });
  };
}

/** Resolve once the server runs a page's next subscription to a field: begin to wait before it is asked for. */
export async function waitForSubscription(page: Page, field: string): Promise<void> {
  const socket = await page.waitForEvent('websocket', (each) => each.url().includes('/realtime'));
  const ids = new Set<string>();
  socket.on('framesent', ({ payload }) => {
    const frame = JSON.parse(String(payload)) as { type: string; id?: string; payload?: { data?: string } };
    if (frame.type === 'start' && frame.id && frame.payload?.data?.includes(field)) ids.add(frame.id);
  });
  await socket.waitForEvent('framereceived', ({ payload }) => {
    const frame = JSON.parse(String(payload)) as { type: string; id?: string };
    return frame.type === 'start_ack' && ids.has(frame.id ?? '');
  });
}

/** Note what a page hears live, and return whether it has heard of an id: begin before it loads. */
export function recordLiveEvents(page: Page): (id: string) => boolean {
  const frames: string[] = [];
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.push(String(payload))));
  return (id) => frames.some((frame) => frame.includes(id));
}

/** The hosts outside of this machine that pages ask: there should be none. */
export function watchForeignHosts(...pages: Page[]): Set<string> {
  const foreign = new Set<string>();
  const note = (url: string) => {
    const { hostname, protocol } = new URL(url);
    if (/^(http|ws)/.test(protocol) && hostname !== '127.0.0.1' && hostname !== 'localhost') foreign.add(hostname);
  };
  for (const page of pages) {
    page.context().on('request', (request) => note(request.url()));
    page.on('websocket', (socket) => note(socket.url()));
  }
  return foreign;
}

function isOperation(request: Request, operation: string): boolean {
  return new RegExp(String.raw`\b(query|mutation) ${operation}\b`).test(request.postData() ?? '');
}

export function makeGate(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
