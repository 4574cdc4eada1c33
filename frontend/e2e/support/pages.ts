// Every page: how a reader gets there in order, and what is there once it is ready.
import type { Page } from '@playwright/test';
import { ask } from './api';
import { ADDRESS } from './shop';
import { nameOf } from './test';

export interface Place {
  name: string;
  open: (page: Page) => Promise<unknown>;
  /** What is there once it is ready. */
  ready: string;
}

const at = (name: string, path: string, ready: string): Place => ({ name, open: (page) => page.goto(path), ready });

export const PAGES: readonly Place[] = [
  at('home', '/', '.card'),
  { name: 'article', open: (page) => page.locator('.card h2 a').nth(1).click(), ready: '.markdown' },
  at('map', '/map?lat=15&lng=105&z=4', '.maplibregl-canvas'),
  at('search', '/search', '.chip'),
  at('found', '/search?tag=india', '.card'),
  at('person', '/people/mei', '.card'),
  at('shop', '/shop', '.product-card'),
  at('shop of a person', '/people/mei/shop', '.product-card'),
  {
    // Of somebody else than who signs in below: nobody buys from themselves.
    name: 'product',
    open: (page) => page.locator('.product-card:not(:has(.product-scarce)) a').first().click(),
    ready: '.add-to-cart button[type=submit]:enabled',
  },
  { name: 'cart', open: fillCart, ready: '.cart-row' },
  at('not found', '/nowhere', '.state'),
  at('sign up', '/sign-up', '.account'),
  at('confirm', '/confirm?email=nia@waymark.example', '.account'),
  at('forgotten password', '/forgotten', '.account'),
  at('sign in', '/sign-in?to=/me', '.account'),
  { name: 'own page', open: (page) => page.getByRole('button', { name: nameOf('ada') }).click(), ready: '.own-row' },
  { name: 'write', open: (page) => page.locator('.own-row a[href^="/write/"]').first().click(), ready: '.tray' },
  at('notifications', '/notifications', '.notification'),
  at('begin', '/write', '.begin'),
  at('own products', '/sell', '.own-products'),
  { name: 'product to edit', open: (page) => page.locator('.own-products h2 a').first().click(), ready: '.sell-edit' },
  { name: 'new product', open: chooseArticle, ready: '.sell-kinds' },
  at('checkout', '/checkout', '.checkout-summary'),
  { name: 'order', open: orderCart, ready: '.order-head' },
  at('orders', '/orders', '.order-rows'),
  at('orders to ship', '/sell/orders', '.sale, .state-title'),
  at('revenue', '/sell/revenue', '.revenue, .state-title'),
  at('learn', '/learn', '.learn'),
  at('no deck', '/learn/decks/deck_01a2252f4cfb7777b8f7f4b19df055ad', '.state-title'),
  at('review', '/learn/review', '.review-foot'),
  at('videos', '/videos', '.video-card'),
  { name: 'video', open: (page) => page.getByRole('link', { name: 'Water and walls' }).click(), ready: '.controls' },
  at('channel', '/channels/mei_by_the_water', '.video-card'),
  at('upload a video', '/videos/upload', '.upload-video'),
  { name: 'video that waits for its file', open: openVideo, ready: '.article-acts' },
  at('live now', '/live', '.own-video, .state-title'),
  { name: 'livestream that is announced', open: openStream, ready: '.stream-state' },
  at('studio', '/studio', '.own-video'),
];

/** A page with headers and a layout of its own. */
export const EXPLORER = at('explorer', '/explorer', '.view-lines');
export const GRAPHIQL = at('graphiql', '/graphiql', '.view-lines');

const CREATE_VIDEO =
  'mutation($input: CreateVideoUploadInput!) { createVideoUpload(input: $input) { video { id } errors { message } } }';

/** Begin an upload, and go to the page of its video. */
async function openVideo(page: Page): Promise<void> {
  const input = { title: 'Low tide', contentType: 'video/mp4', bytes: 1_000_000 };
  const { createVideoUpload } = await ask<{ createVideoUpload: { video: { id: string } } }>(page, CREATE_VIDEO, {
    input,
  });
  await page.goto(`/videos/${createVideoUpload.video.id}`);
}

const CREATE_STREAM =
  'mutation($input: CreateStreamInput!) { createStream(input: $input) { stream { id } errors { message } } }';

/** Announce a livestream, and go to its page. */
async function openStream(page: Page): Promise<void> {
  const input = { title: 'The tide, live', idempotencyKey: crypto.randomUUID() };
  const { createStream } = await ask<{ createStream: { stream: { id: string } } }>(page, CREATE_STREAM, { input });
  await page.goto(`/live/${createStream.stream.id}`);
}

/** Put the product that is shown into the cart, and go there. */
async function fillCart(page: Page): Promise<void> {
  await page.locator('.add-to-cart button[type=submit]').click();
  await page.locator('.add-to-cart-note a').click();
}

/** Order what is at the checkout, with an address unless it is a walk. */
async function orderCart(page: Page): Promise<void> {
  const order = page.locator('.checkout-summary button[type=submit]');
  await order.waitFor(); // the address is asked for from then on, or not at all
  if (await page.locator('.address-fields').isVisible()) {
    for (const field of ['name', 'street', 'town'] as const) await page.fill(`#address-${field}`, ADDRESS[field]);
    await page.selectOption('#address-country', ADDRESS.country);
  }
  await order.click();
}

/** Choose the first of the articles that a product can be made of. */
async function chooseArticle(page: Page): Promise<void> {
  await page.goto('/sell/new');
  await page.locator('.sell-form select').selectOption({ index: 1 });
}
