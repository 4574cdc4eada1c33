// The AI does not answer: Ada is told so where she writes and on her own page, and tries again at both once it is back.
// Run while Rekognition is stopped; start it again when the line AI_MAY_ANSWER is printed.
import { ask, deletePost } from '../support/api';
import { photoPath } from '../support/photos';
import { expect, test, unique } from '../support/test';
import { words } from '../support/words';

const { posts, uploads, users } = words;
const TITLE = unique('Without eyes');
const EMAIL = process.env.WAYMARK_EMAIL ?? 'ada@waymark.example';
const PASSWORD = process.env.WAYMARK_PASSWORD ?? 'Waymark-demo-1';
const PHOTO_ATTEMPTS = '{ viewer { photos(states: [LIVE], first: 2) { edges { node { attempt } } } } }';
const PATIENCE = { timeout: 300_000 }; // the worker tries three times, with longer and longer pauses

interface Attempts {
  viewer: { photos: { edges: { node: { attempt: number } }[] } };
}

test('a photo that no AI could read says why, and is tried again where one writes and on the own page', async ({
  open,
}) => {
  const ada = await open();
  const tray = ada.locator('.tray-photo');
  const needy = ada.locator('.own-failed li', { hasText: TITLE });
  const live = tray.locator('.step-done', { hasText: uploads.LIVE });

  await ada.goto('/sign-in?to=/write');
  await ada.getByLabel(users.email).fill(EMAIL);
  await ada.getByLabel(users.password).fill(PASSWORD);
  await ada.keyboard.press('Enter');
  await ada.getByLabel(posts.newTitle).fill(TITLE);
  await ada.keyboard.press('Enter');
  await ada.waitForURL(/\/write\/post_/);
  const address = ada.url();

  await test.step('where one writes, what was done stays, and the reason appears without a reload', async () => {
    await ada.locator('.tray input[type=file]').setInputFiles([photoPath('cat'), photoPath('espresso')]);
    await expect(tray.getByRole('alert')).toHaveCount(2, PATIENCE);
    await expect(tray.getByRole('alert')).toContainText([/AI .*did not answer/, /AI .*did not answer/]);
    await expect(tray.locator('.step-done', { hasText: uploads.RESIZED })).toHaveCount(2);
  });

  await test.step('the own page lists both photos with the reason', async () => {
    await ada.goto('/me');
    await expect(needy).toHaveCount(2);
    await expect(needy.first().getByRole('alert')).toContainText(/did not answer/);
  });

  console.log('AI_MAY_ANSWER');
  await test.step('tried again on the own page, the first is live', async () => {
    await needy.first().getByRole('button', { name: uploads.tryAgain }).click();
    await expect(needy).toHaveCount(1);
    await ada.goto(address);
    await expect(live).toHaveCount(1, PATIENCE);
  });

  await test.step('tried again where one writes, the second is live, and nothing needs its author any more', async () => {
    await tray.getByRole('button', { name: uploads.tryAgain }).click();
    await expect(live).toHaveCount(2, PATIENCE);
    await expect(tray.getByRole('alert')).toHaveCount(0);
    await ada.goto('/me');
    await expect(ada.getByText(TITLE).first()).toBeVisible();
    await expect(needy).toHaveCount(0);
    const { viewer } = await ask<Attempts>(ada, PHOTO_ATTEMPTS);
    for (const { node } of viewer.photos.edges) expect(node.attempt).toBeGreaterThan(1);
  });
  await deletePost(ada, address.split('/').at(-1) ?? '');
});
