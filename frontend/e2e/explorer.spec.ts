// A guest listens in the explorer, Ada comments on the article, the guest hears it; then the guest signs in there.
import type { Page } from '@playwright/test';
import { addComment, ask } from './support/api';
import { watchForeignHosts } from './support/network';
import { expect, nameOf, test } from './support/test';
import { words } from './support/words';

const { explorer } = words;
const DELETE_COMMENT = 'mutation($input: DeleteCommentInput!) { deleteComment(input: $input) { errors { message } } }';

/** Open an example in a tab of its own, and wait until the editor shows it: a click on Execute runs what is in it. */
async function openExample(page: Page, example: string): Promise<void> {
  await page.getByRole('button', { name: example, exact: true }).click();
  await expect(page.locator('.graphiql-query-editor .view-lines')).toContainText(
    new RegExp(String.raw`\b${example}\b`),
  );
}

/** Run it, and wait until the answer beside it says something. */
async function execute(page: Page, wanted: string): Promise<void> {
  await page.getByRole('button', { name: 'Execute query' }).click();
  await expect(page.locator('.result-window')).toContainText(wanted);
}

test('a guest reads, listens and signs in with GraphiQL', async ({ guest, ada }) => {
  const foreign = watchForeignHosts(guest, ada);
  const introspections: string[] = [];
  guest.on('request', (request) => {
    if ((request.postData() ?? '').includes('__schema')) introspections.push(request.url());
  });
  const events = guest.getByRole('region', { name: explorer.events });
  const status = guest.locator('.explorer-status');

  await test.step('a guest reads the feed', async () => {
    await guest.goto('/explorer');
    await execute(guest, '"publishedAt"');
    await expect(status).toHaveText(explorer.idle);
  });

  await test.step('a guest listens to comments, on a post that the variables name already', async () => {
    await openExample(guest, 'onComment');
    await execute(guest, explorer.subscribedHint);
    await expect(status).toHaveText(explorer.live);
  });

  const shown = await guest.locator('.graphiql-editors').first().innerText();
  const [postId] = /post_[\w-]{20,}/.exec(shown) ?? [];
  if (!postId) throw new Error('The variables name no post.');
  await ada.goto(`/posts/${postId}`);
  const ids: string[] = [];
  const comment = async (body: string) => ids.push((await addComment(ada, postId, body)).id);

  await test.step('what Ada says is heard, every event of it, the newest first', async () => {
    for (const body of ['One', 'Two']) {
      await comment(body);
      await expect(events.locator('pre', { hasText: body }).first()).toBeVisible();
    }
    await expect(events.getByRole('heading', { name: explorer.received({ count: 2 }) })).toBeVisible();
    await expect(events.locator('.event-event pre')).toContainText(['Two', 'One']);
  });

  await test.step('a pause holds events back, and loses none', async () => {
    await events.getByRole('button', { name: explorer.pause }).click();
    await comment('Three');
    await expect(events.getByText(explorer.held({ count: 1 }))).toBeVisible();
    await expect(events.locator('pre', { hasText: 'Three' })).toHaveCount(0);
    await events.getByRole('button', { name: explorer.resume }).click();
    await expect(events.locator('pre', { hasText: 'Three' }).first()).toBeVisible();
    for (const id of ids) await ask(ada, DELETE_COMMENT, { input: { id } });
  });

  await test.step('who has stopped listening is told so, beside the editor and above it', async () => {
    await guest.getByRole('button', { name: 'Stop query' }).click();
    await expect(events.getByText(explorer.ended)).toBeVisible();
    await expect(status).toHaveText(explorer.idle);
  });

  await test.step('signed in by the switch, the viewer is who was chosen', async () => {
    const identity = guest.getByLabel(explorer.runAs);
    await identity.selectOption({ label: nameOf('ada') });
    await expect(identity).toBeEnabled();
    await expect(identity).toHaveValue(/^ada@/);
    await openExample(guest, 'viewer');
    await execute(guest, '"handle": "ada"');
  });

  await test.step('its tabs survive a reload', async () => {
    const tabs = await guest.getByRole('tab').allInnerTexts();
    await guest.reload();
    await expect(guest.locator('.graphiql-query-editor .view-lines')).toContainText(/\bviewer\b/);
    await expect(guest.getByRole('tab')).toHaveCount(tabs.length);
    await execute(guest, '"handle": "ada"');
  });

  await test.step('the errors are explained; the schema was never asked for, and no request left this machine', async () => {
    await guest.getByRole('button', { name: 'Show Errors' }).click();
    await expect(guest.getByRole('heading', { name: explorer.errorsTitle })).toBeVisible();
    expect(introspections).toEqual([]);
    expect([...foreign]).toEqual([]);
  });
});
