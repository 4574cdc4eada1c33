// Two people at once: they comment, reply, change, delete, like and follow, and each sees what the other does without a reload.
import type { Locator, Page } from '@playwright/test';
import { addComment, ask, createPublishedPost, deletePost } from './support/api';
import { answerTo, holdAnswer, holdOperation, recordLiveEvents, waitForSubscription } from './support/network';
import { expect, nameOf, test, unique } from './support/test';
import { words } from './support/words';

const { comments, likes, notifications, posts, shared, users } = words;
const EDIT_COMMENT = 'mutation($input: EditCommentInput!) { editComment(input: $input) { errors { message } } }';

const bodyOf = (page: Page, text: string) => page.locator('.comment-body', { hasText: text });
const commentOf = (page: Page, text: string) =>
  page.locator('.comment', { has: page.locator('> .comment-said > .comment-body', { hasText: text }) });
const bell = (page: Page, unread: number) => page.getByRole('link', { name: shared.bell({ count: unread }) });
const heart = (page: Page) => page.locator('.article-acts .like');

async function writeComment(page: Page, text: string): Promise<void> {
  await page.getByLabel(comments.yourComment).fill(text);
  await page.getByRole('button', { name: comments.comment, exact: true }).click();
}

/** Press a button, and wait until the API has answered: two presses at once may arrive in either order. */
async function pressAndWait(page: Page, name: string, operation: string): Promise<void> {
  const answer = answerTo(page, operation);
  await page.getByRole('button', { name, exact: true }).click();
  await answer;
}

/** Come back to a page again and again, as people do, until something is there. */
async function comeBackUntilVisible(page: Page, wanted: Locator): Promise<void> {
  await expect(async () => {
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await expect(wanted).toBeVisible({ timeout: 500 });
  }).toPass();
}

test('two people talk under an article, and each sees it live', async ({ ada, mei }) => {
  await ada.goto('/');
  const postId = await createPublishedPost(ada, unique('Together'));
  const otherTab = await ada.context().newPage();
  await otherTab.goto('/notifications');
  await Promise.all([ada.goto(`/posts/${postId}`), mei.goto(`/posts/${postId}`)]);
  for (const page of [ada, mei]) await expect(page.getByText(comments.none)).toBeVisible();

  await test.step('a comment is there at once, and reaches the other without a reload', async () => {
    const release = await holdOperation(mei, 'AddComment');
    await writeComment(mei, 'What a place.');
    const sending = mei.locator('.comment-under-way', { hasText: 'What a place.' });
    await expect(sending).toBeVisible();
    await release();
    await expect(sending).toBeHidden();
    await expect(bodyOf(ada, 'What a place.')).toBeVisible();
  });

  await test.step('on another tab its author is notified live', async () => {
    await expect(otherTab.locator('.notification-new', { hasText: nameOf('mei') }).first()).toBeVisible();
  });

  await test.step('a reply is shown under its comment', async () => {
    await commentOf(ada, 'What a place.').getByRole('button', { name: comments.reply }).click();
    await ada.getByLabel(comments.yourReply).fill('Come and see.');
    await ada.locator('.comment-form').getByRole('button', { name: comments.reply, exact: true }).click();
    await expect(bodyOf(mei, 'Come and see.')).toBeVisible();
  });

  await test.step('an edit that was overtaken shows both versions, and the chosen one reaches the other', async () => {
    await commentOf(mei, 'What a place.').getByRole('button', { name: comments.edit }).first().click();
    await mei.locator('.comment .comment-form textarea').fill('What a quiet place.');
    const id = await mei.locator('.comment').first().getAttribute('id');
    await ask(mei, EDIT_COMMENT, { input: { id, expectedVersion: 1, body: 'What a loud place.' } });
    await mei.getByRole('button', { name: comments.save, exact: true }).click();
    await expect(mei.locator('.comment-theirs', { hasText: 'What a loud place.' })).toBeVisible();
    await mei.getByRole('button', { name: comments.replaceWithMine }).click();
    await expect(bodyOf(ada, 'What a quiet place.')).toBeVisible();
  });

  await test.step('a deleted comment leaves a tombstone over its replies', async () => {
    mei.on('dialog', (dialog) => void dialog.accept());
    await commentOf(mei, 'What a quiet place.').getByRole('button', { name: comments.delete }).first().click();
    await expect(ada.getByText(comments.deleted)).toBeVisible();
    await expect(bodyOf(ada, 'Come and see.')).toBeVisible();
  });

  await test.step('a like is counted where the other looks, with who it was, and taken back', async () => {
    await heart(mei).click();
    await expect(heart(ada)).toContainText('1');
    await ada.getByRole('button', { name: likes.likedBy }).click();
    await expect(ada.locator('.likers', { hasText: nameOf('mei') })).toBeVisible();
    await ada.keyboard.press('Escape');
    await heart(mei).click();
    await expect(heart(ada)).toContainText('0');
  });

  await test.step('the bell counts on every tab, up when something happens and down when it is read', async () => {
    await otherTab.getByRole('button', { name: notifications.markAllRead }).click();
    for (const page of [otherTab, ada]) await expect(bell(page, 0)).toBeVisible();
    await expect(otherTab.locator('.notification-new')).toHaveCount(0);
    await writeComment(mei, 'One more thing.');
    for (const page of [otherTab, ada]) await expect(bell(page, 1)).toBeVisible();
    await expect(otherTab.locator('.notification-new')).toHaveCount(1);
    await otherTab.locator('.notification-new').getByRole('button', { name: notifications.markRead }).click();
    for (const page of [otherTab, ada]) await expect(bell(page, 0)).toBeVisible();
  });

  await test.step('what is refused is taken back with a word, and no words are lost', async () => {
    await mei.routeWebSocket(/\/realtime/, () => undefined); // she does not hear that it goes
    await mei.goto(`/posts/${postId}`);
    await expect(bodyOf(mei, 'Come and see.')).toBeVisible();
    await deletePost(ada, postId);
    await writeComment(mei, 'Too late.');
    await expect(mei.locator('.problem')).toBeVisible();
    await expect(bodyOf(mei, 'Too late.')).toHaveCount(0);
    await expect(mei.getByLabel(comments.yourComment)).toHaveValue('Too late.');
    const before = await heart(mei).innerText();
    await heart(mei).click();
    await expect(mei.locator('.notices p')).toBeVisible();
    await expect(heart(mei)).toHaveText(before, { useInnerText: true });
  });
});

test('what is published by whom one follows is counted above the feed, and comes at a press', async ({ ada, mei }) => {
  await ada.goto('/');
  await mei.goto('/people/ada');
  await pressAndWait(mei, users.following, 'Unfollow');
  await pressAndWait(mei, users.follow, 'Follow');
  await expect(mei.getByRole('button', { name: users.following, exact: true })).toBeVisible();
  await mei.goto('/?following=true');
  await expect(mei.locator('.card').first()).toBeVisible();

  const title = unique('For those who follow');
  const id = await createPublishedPost(ada, title);

  const news = mei.getByRole('button', { name: posts.newArticles({ count: 1 }) });
  await comeBackUntilVisible(mei, news);
  await expect(mei.locator('.card', { hasText: title }), 'the list does not jump').toHaveCount(0);
  await news.click();
  await expect(mei.locator('.card', { hasText: title })).toBeVisible();
  await deletePost(ada, id);
});

test('a comment that comes while the comments are read is not lost', async ({ ada, mei }) => {
  await ada.goto('/');
  const postId = await createPublishedPost(ada, unique('Read while it changes'));
  const hasHeardOf = recordLiveEvents(mei);

  await test.step('while the page opens: it catches up', async () => {
    const opening = await holdAnswer(mei, 'Article');
    const subscription = waitForSubscription(mei, 'onComment');
    await mei.goto(`/posts/${postId}`);
    await opening.answered;
    await addComment(ada, postId, 'Said while it opened.');
    opening.release();
    await subscription;
    await expect(bodyOf(mei, 'Said while it opened.')).toBeVisible();
  });

  await test.step('while the list is read again', async () => {
    const reading = await holdAnswer(mei, 'Comments');
    await addComment(ada, postId, 'Said first.');
    await reading.answered;
    const { id } = await addComment(ada, postId, 'Said meanwhile.');
    await expect.poll(() => hasHeardOf(id)).toBe(true);
    reading.release();
    await expect(bodyOf(mei, 'Said first.')).toBeVisible();
    await expect(bodyOf(mei, 'Said meanwhile.')).toBeVisible();
  });

  await deletePost(ada, postId);
});
