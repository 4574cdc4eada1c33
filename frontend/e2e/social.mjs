// Two people at once: they comment, reply, change, delete, like and follow, and each sees the other's doing without a reload.
// `node e2e/social.mjs [site]` against a running system with its demo world; what it wrote is deleted again.
import { asks, deletes, fact, holds, publishes, signIn, SITE, withPeople } from './people.mjs';

const said = (page, words) => page.locator('.comment-body', { hasText: words });
const comment = (page, words) => page.locator('.comment', { has: page.locator('> .comment-said > .comment-body', { hasText: words }) });
const unread = (page, count) => page.getByRole('link', { name: `Notifications, ${count} unread` });

async function says(page, words) {
  await page.getByLabel('Your comment').fill(words);
  await page.getByRole('button', { name: 'Comment', exact: true }).click();
}

/** Press a button, and wait until the API has answered: two presses at once may arrive in either order. */
async function presses(page, name, operation) {
  const answer = page.waitForResponse((response) => (response.request().postData() ?? '').includes(`${operation}(`));
  await page.getByRole('button', { name, exact: true }).click();
  await answer;
}

/** Come back to a page again and again, as people do, until something is there. */
async function looksAgainUntil(page, wanted) {
  for (let time = 0; time < 120 && !(await wanted.isVisible()); time++) {
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await wanted.waitFor({ timeout: 500 }).catch(() => undefined);
  }
  await wanted.waitFor();
}

await withPeople(async (person) => {
  const [ada, mei] = [await person(), await person()];
  await Promise.all([signIn(ada, 'Ada Moreau'), signIn(mei, 'Mei Tanaka')]);
  const postId = await publishes(ada, `Together, ${new Date().toISOString()}`);
  const otherTab = await ada.context().newPage();
  await otherTab.goto(`${SITE}/notifications`);
  await Promise.all([ada.goto(`${SITE}/posts/${postId}`), mei.goto(`${SITE}/posts/${postId}`)]);
  for (const page of [ada, mei]) await page.getByText('Nobody has said anything yet').waitFor();

  const release = await holds(mei, 'AddComment');
  await says(mei, 'What a place.');
  await mei.locator('.comment-under-way', { hasText: 'What a place.' }).waitFor();
  await release();
  await mei.locator('.comment-under-way').waitFor({ state: 'detached' });
  await said(ada, 'What a place.').waitFor();
  fact('A comment stands there at once, and reaches the other without a reload');

  await otherTab.locator('.notification-new', { hasText: 'Mei Tanaka' }).first().waitFor();
  fact('On another tab its author is notified live');

  await comment(ada, 'What a place.').getByRole('button', { name: 'Reply' }).click();
  await ada.getByLabel('Your reply').fill('Come and see.');
  await ada.locator('.comment-form').getByRole('button', { name: 'Reply', exact: true }).click();
  await said(mei, 'Come and see.').waitFor();
  fact('A reply stands under its comment');

  await comment(mei, 'What a place.').getByRole('button', { name: 'Edit' }).first().click();
  await mei.locator('.comment .comment-form textarea').fill('What a quiet place.');
  const commentId = await mei.locator('.comment').first().getAttribute('id');
  await asks(mei, 'mutation($input: EditCommentInput!) { editComment(input: $input) { errors { message } } }', { input: { id: commentId, expectedVersion: 1, body: 'What a loud place.' } });
  await mei.getByRole('button', { name: 'Save', exact: true }).click();
  await mei.locator('.comment-theirs', { hasText: 'What a loud place.' }).waitFor();
  await mei.getByRole('button', { name: 'Save mine instead' }).click();
  await said(ada, 'What a quiet place.').waitFor();
  fact('An edit that was overtaken shows both versions, and the chosen one reaches the other');

  mei.on('dialog', (dialog) => void dialog.accept());
  await comment(mei, 'What a quiet place.').getByRole('button', { name: 'Delete' }).first().click();
  await ada.getByText('This comment was deleted.').waitFor();
  await said(ada, 'Come and see.').waitFor();
  fact('A deleted comment leaves a tombstone over its replies');

  const heart = (page) => page.locator('.article-acts .like');
  await heart(mei).click();
  await ada.locator('.article-acts .like', { hasText: '1' }).waitFor();
  await ada.getByRole('button', { name: 'Who likes it' }).click();
  await ada.locator('.likers', { hasText: 'Mei Tanaka' }).waitFor();
  await ada.keyboard.press('Escape');
  await heart(mei).click();
  await ada.locator('.article-acts .like', { hasText: '0' }).waitFor();
  fact('A like is counted where the other looks, with who it was, and taken back');

  await otherTab.getByRole('button', { name: 'Mark all read' }).click();
  await Promise.all([unread(otherTab, 0).waitFor(), unread(ada, 0).waitFor()]);
  await says(mei, 'One more thing.');
  await Promise.all([unread(otherTab, 1).waitFor(), unread(ada, 1).waitFor()]);
  await otherTab.locator('.notification-new').getByRole('button', { name: 'Mark read' }).click();
  await Promise.all([unread(otherTab, 0).waitFor(), unread(ada, 0).waitFor()]);
  fact('The bell counts on every tab, up when something happens and down when it is read');

  await mei.goto(`${SITE}/people/ada`);
  await presses(mei, 'Following', 'unfollowUser');
  await presses(mei, 'Follow', 'followUser');
  await mei.getByRole('button', { name: 'Following', exact: true }).waitFor();
  await mei.goto(`${SITE}/?following=true`);
  await mei.locator('.card').first().waitFor();
  const followed = `For those who follow, ${new Date().toISOString()}`;
  const followedId = await publishes(ada, followed);
  const news = mei.getByRole('button', { name: '1 new article' });
  await looksAgainUntil(mei, news);
  if ((await mei.locator('.card', { hasText: followed }).count()) > 0) throw new Error('The list jumped.');
  await news.click();
  await mei.locator('.card', { hasText: followed }).waitFor();
  await deletes(ada, followedId);
  fact('What is published by whom one follows is counted above one’s feed, and comes at a press');

  await mei.goto(`${SITE}/posts/${postId}`);
  await said(mei, 'Come and see.').waitFor();
  await deletes(ada, postId);
  await says(mei, 'Too late.');
  await mei.locator('.problem').waitFor();
  await said(mei, 'Too late.').waitFor({ state: 'detached' });
  if ((await mei.getByLabel('Your comment').inputValue()) !== 'Too late.') throw new Error('The words are lost.');
  const likes = await heart(mei).textContent();
  await heart(mei).click();
  await mei.locator('.notices p').waitFor();
  if ((await heart(mei).textContent()) !== likes) throw new Error('The like was not taken back.');
  fact('What is refused is taken back with a word, and no words are lost');
});
