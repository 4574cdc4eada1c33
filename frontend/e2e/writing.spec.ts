// A guest is asked to sign in and comes back; Ada writes, uploads a photo, watches it, pins it, publishes; a guest reads it.
import { photoPath } from './support/photos';
import { expect, nameOf, test, unique } from './support/test';
import { words } from './support/words';

const TITLE = unique('A cup');
const { comments, map, posts, uploads } = words;

test('an article is written, illustrated, pinned, published, talked about and deleted', async ({ open, guest }) => {
  const ada = await open();

  await test.step('asked to sign in, she is back where she was', async () => {
    await ada.goto('/write');
    await ada.waitForURL(/sign-in/);
    await ada.getByRole('button', { name: nameOf('ada') }).click();
    await ada.waitForURL('/write');
  });

  await test.step('a draft is saved on its own and is there after a reload', async () => {
    await ada.getByLabel(posts.newTitle).fill(TITLE);
    await ada.getByRole('button', { name: posts.startWriting }).click();
    await ada.getByLabel(posts.storyInMarkdown).fill('It had **rained** all night.');
    await expect(ada.getByText(posts.saved, { exact: true })).toBeVisible();
    await ada.reload();
    await expect(ada.getByLabel(posts.storyInMarkdown)).toHaveValue('It had **rained** all night.');
  });

  await test.step('an uploaded photo is watched until it is live, with what the AI sees', async () => {
    await ada.locator('.tray input[type=file]').setInputFiles(photoPath('espresso'));
    await expect(ada.locator('.tray-photo .step-done', { hasText: uploads.LIVE })).toBeVisible();
    await expect(ada.locator('.tray-seen', { hasText: 'Espresso' })).toBeVisible();
  });

  await test.step('a place is pinned', async () => {
    await ada.getByLabel(map.placeName).fill('Montréal');
    await ada.getByLabel(map.latitude).fill('45.5');
    await ada.getByLabel(map.longitude).fill('-73.57');
    await ada.getByRole('button', { name: map.addPin }).click();
    await expect(ada.locator('.pin-list li', { hasText: 'Montréal' })).toBeVisible();
  });

  await test.step('a guest reads what was published', async () => {
    await ada.getByRole('button', { name: posts.publish, exact: true }).click();
    await expect(ada.getByRole('heading', { name: TITLE })).toBeVisible();
    await guest.goto(ada.url());
    await expect(guest.getByRole('heading', { name: TITLE })).toBeVisible();
    await expect(guest.getByText(comments.none)).toBeVisible();
  });

  await test.step('a comment and a like reach the guest without a reload', async () => {
    await ada.goto(guest.url());
    await ada.getByLabel(comments.yourComment).fill('Still warm.');
    await ada.getByRole('button', { name: comments.comment, exact: true }).click();
    await expect(guest.locator('.comment-body', { hasText: 'Still warm.' })).toBeVisible();
    await ada.locator('.article-acts .like').click();
    await expect(guest.locator('.article-acts .like')).toContainText('1');
  });

  await test.step('what is deleted is gone from the list', async () => {
    await ada.goto('/me');
    const choice = ada.getByLabel(posts.select({ title: TITLE }));
    await choice.check();
    await ada.getByRole('button', { name: posts.delete, exact: true }).click();
    await ada.getByRole('button', { name: posts.deleteSelected({ count: 1 }) }).click();
    await expect(choice).toBeHidden();
  });
});
