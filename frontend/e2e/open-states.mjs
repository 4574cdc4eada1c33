// What opens, breaks or collides on a page: how one gets there in order, as Ada, and what stands there then.
import { asks, SITE } from './people.mjs';

const UPDATE = 'mutation($input: UpdatePostInput!) { updatePost(input: $input) { errors { message } } }';
const EDIT = 'mutation($input: EditCommentInput!) { editComment(input: $input) { errors { message } } }';
const ADD = 'mutation($input: AddCommentInput!) { addComment(input: $input) { comment { id version } errors { message } } }';

const saved = (page) => page.waitForResponse((answer) => /mutation UpdatePost\(/.test(answer.request().postData() ?? ''));

async function inConflict(page, id) {
  await page.goto(`${SITE}/write/${id}`);
  await page.getByLabel('Text, in Markdown').waitFor();
  const { post } = await asks(page, 'query($id: ID!) { post(id: $id) { version } }', { id });
  await asks(page, UPDATE, { input: { id, expectedVersion: post.version, body: 'Said on another device.' } });
  const answered = saved(page);
  await page.getByLabel('Text, in Markdown').fill('Said here.');
  await answered;
  await page.getByRole('button', { name: 'Merge them by hand' }).click();
}

async function commentInConflict(page, id) {
  const { addComment } = await asks(page, ADD, { input: { postId: id, body: 'First.' } });
  const { id: commentId, version } = addComment.comment;
  await page.goto(`${SITE}/posts/${id}`);
  await page.getByRole('button', { name: 'Edit', exact: true }).first().click();
  await asks(page, EDIT, { input: { id: commentId, expectedVersion: version, body: 'From another device.' } });
  await page.getByLabel('Your comment').first().fill('From here.');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
}

async function failingPhoto(page, id) {
  await page.goto(`${SITE}/write/${id}`);
  await page.locator('input[type=file]').setInputFiles([{ name: 'letter.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('Dear reader') }]);
}

/** Hold back what goes to the store, so that uploads stay on their way. */
async function underWay(page) {
  const isForm = (route) => (route.request().method() === 'POST' && (route.request().headers()['content-type'] ?? '').startsWith('multipart/') ? undefined : route.fallback());
  await page.route('**', isForm);
  await page.locator('input[type=file]').setInputFiles([{ name: 'on-its-way.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(2048, 7) }]);
}

async function chosenPlace(page) {
  await page.goto(`${SITE}/map?lat=-13.16&lng=-72.54&z=9`);
  await page.locator('.map-pin').first().click();
}

/** What `id` names is an article of hers, published, without photos. */
export const states = (id) => [
  ['who likes it', (page) => page.goto(`${SITE}/posts/${id}`).then(() => page.getByRole('button', { name: 'Who likes it' }).click()), '.likers .state-title, .likers li'],
  ['a comment in conflict', (page) => commentInConflict(page, id), '.comment-theirs'],
  ['an article in conflict', (page) => inConflict(page, id), '.draft-merge'],
  ['a photo that failed', (page) => failingPhoto(page, id), '.tray-photo [role=alert]'],
  ['an upload on its way', underWay, '.upload-sending'],
  ['the same in a corner of another page', (page) => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'You' }).click(), '.dock .upload'],
  ['photos that need her', (page) => page.getByRole('button', { name: /^Cancel/ }).click().then(() => page.unroute('**')), '.own-failed li'],
  ['several chosen', (page) => page.locator('.own-row input').first().click(), '.bulk'],
  ['a question before deleting', (page) => page.getByRole('button', { name: 'Delete', exact: true }).click(), '.bulk-dialog[open]'],
  ['a photo in full', (page) => page.goto(SITE).then(() => page.locator('.card:has(img.picture) h2 a').first().click()).then(() => page.locator('.figure-open').first().click()), '.lightbox'],
  ['places found by name', (page) => page.goto(`${SITE}/map`).then(() => page.getByRole('combobox', { name: 'Find a place' }).fill('hoi an')), '[role=option]'],
  ['a place on the map', chosenPlace, '.atlas-chosen'],
];

/** Without a network, on a page that was opened before; the way there is the last thing that still loads. */
export const away = [
  ['offline', (page) => page.goto(SITE).then(() => page.locator('.card').first().waitFor()).then(() => page.context().setOffline(true)), '.live-away'],
  ['a page that was never opened, offline', (page) => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Search' }).click(), 'main .state h1'],
];
