// What opens, breaks or collides on a page: how Ada gets there in order, and what is there then.
import type { Page } from '@playwright/test';
import { addComment, ask, versionOf } from './api';
import { answerTo, isUpload } from './network';
import type { Place } from './pages';
import { LETTER } from './photos';
import { words } from './words';

const { app, comments, likes, map, posts, uploads } = words;
const UPDATE_POST = 'mutation($input: UpdatePostInput!) { updatePost(input: $input) { errors { message } } }';
const EDIT_COMMENT = 'mutation($input: EditCommentInput!) { editComment(input: $input) { errors { message } } }';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const mainLink = (page: Page, name: string) =>
  page.getByRole('navigation', { name: app.mainNavigation }).getByRole('link', { name });

/** Return what opens around an article of Ada's, published, without photos. */
export function openStates(postId: string): Place[] {
  return [
    { name: 'who likes it', open: (page) => openLikers(page, postId), ready: '.likers .state-title, .likers li' },
    { name: 'a comment in conflict', open: (page) => openCommentConflict(page, postId), ready: '.comment-theirs' },
    { name: 'an article in conflict', open: (page) => openArticleConflict(page, postId), ready: '.draft-merge' },
    { name: 'a photo that failed', open: (page) => uploadLetter(page, postId), ready: '.tray-photo [role=alert]' },
    { name: 'an upload on its way', open: holdUpload, ready: '.upload-sending' },
    {
      name: 'the same in a corner of another page',
      open: (page) => mainLink(page, app.profile).click(),
      ready: '.dock .upload',
    },
    { name: 'photos that need her', open: cancelUpload, ready: '.own-failed li' },
    { name: 'several chosen', open: (page) => page.locator('.own-row input').first().click(), ready: '.bulk' },
    {
      name: 'a question before deleting',
      open: (page) => button(page, posts.delete).click(),
      ready: '.confirm[open]',
    },
    { name: 'a photo in full', open: enlargePhoto, ready: '.lightbox' },
    { name: 'places found by name', open: findPlace, ready: '[role=option]' },
    { name: 'a place on the map', open: choosePlace, ready: '.atlas-chosen' },
  ];
}

/** Without a network, on a page that was opened before; the way there is the last thing that still loads. */
export const OFFLINE_STATES: readonly Place[] = [
  { name: 'offline', open: goOffline, ready: '.live-away' },
  {
    name: 'a page that was never opened, offline',
    open: (page) => mainLink(page, app.search).click(),
    ready: 'main .state h1',
  },
];

async function openLikers(page: Page, postId: string): Promise<void> {
  await page.goto(`/posts/${postId}`);
  await button(page, likes.likedBy).click();
}

async function openCommentConflict(page: Page, postId: string): Promise<void> {
  const { id, version } = await addComment(page, postId, 'First.');
  await page.goto(`/posts/${postId}`);
  await button(page, comments.edit).first().click();
  await ask(page, EDIT_COMMENT, { input: { id, expectedVersion: version, body: 'From another device.' } });
  await page.getByLabel(comments.yourComment).first().fill('From here.');
  await button(page, comments.save).click();
}

async function openArticleConflict(page: Page, postId: string): Promise<void> {
  await page.goto(`/write/${postId}`);
  await page.getByLabel(posts.storyInMarkdown).waitFor();
  await ask(page, UPDATE_POST, {
    input: { id: postId, expectedVersion: await versionOf(page, postId), body: 'Said on another device.' },
  });
  const saveResponse = answerTo(page, 'SavePostRevision');
  await page.getByLabel(posts.storyInMarkdown).fill('Said here.');
  await saveResponse;
  await button(page, posts.merge).click();
}

async function uploadLetter(page: Page, postId: string): Promise<void> {
  await page.goto(`/write/${postId}`);
  await page.locator('.tray input[type=file]').setInputFiles([LETTER]);
}

/** Hold back what goes to the store, so that an upload stays on its way. */
async function holdUpload(page: Page): Promise<void> {
  await page.route('**', (route) => (isUpload(route.request()) ? undefined : route.fallback()));
  await page
    .locator('.tray input[type=file]')
    .setInputFiles([{ name: 'on-its-way.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(2048, 7) }]);
}

async function cancelUpload(page: Page): Promise<void> {
  await page.getByRole('button', { name: uploads.cancel }).first().click();
  await page.unroute('**');
}

async function enlargePhoto(page: Page): Promise<void> {
  await page.goto('/');
  await page.locator('.card:has(img.picture) h2 a').first().click();
  await page.locator('.figure-open').first().click();
}

async function findPlace(page: Page): Promise<void> {
  await page.goto('/map');
  await page.getByRole('combobox', { name: map.findPlace }).fill('hoi an');
}

async function choosePlace(page: Page): Promise<void> {
  await page.goto('/map?lat=-13.16&lng=-72.54&z=9');
  await page.locator('.map-pin').first().click();
}

async function goOffline(page: Page): Promise<void> {
  await page.goto('/');
  await page.locator('.card').first().waitFor();
  await page.context().setOffline(true);
}
