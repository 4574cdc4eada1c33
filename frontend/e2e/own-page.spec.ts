// Grace keeps her own page: articles filtered, sorted and changed several at once, her name, handle and picture.
import { failOperation } from './support/network';
import { LETTER, readPhoto } from './support/photos';
import { expect, test } from './support/test';
import { startingWith, words } from './support/words';

const { photos, posts, profile, shared, users } = words;
const STAMP = Date.now().toString(36);
const PASSWORD = 'Correct-Horse-9';

test('Grace signs up, changes several articles at once, and what others see of her', async ({ open, guest }) => {
  const grace = await open();
  const address = `grace-${STAMP}@example.org`;
  const button = (name: string) => grace.getByRole('button', { name, exact: true });

  await test.step('who signs up is called as they chose, and the confirming code is said on a laptop', async () => {
    await grace.goto('/sign-up?to=/me');
    await grace.getByLabel(users.yourName).fill('Grâce Hôpper');
    await grace.getByLabel(users.email).fill(address);
    await grace.getByLabel(users.newPassword).fill(PASSWORD);
    await grace.keyboard.press('Enter');
    await expect(grace.getByText('123456')).toBeVisible();
    await grace.getByRole('textbox', { name: startingWith(users.code) }).fill('123456');
    await grace.getByRole('button', { name: users.confirm }).click();
    await expect(grace.getByRole('heading', { name: 'Grâce Hôpper' })).toBeVisible();
    await expect(grace.getByText(/@gracehopper/)).toBeVisible();
    await expect(grace.getByText(posts.noArticles)).toBeVisible();
  });

  const titles = ['Bay', 'Autumn', 'Ridge'].map((title) => `${title} ${STAMP}`);
  const [bay = '', , ridge = ''] = titles;
  const rows = grace.locator('.own-row h3');

  await test.step('a photo that failed is told with its reason, and its article is found', async () => {
    for (const title of titles) {
      await grace.goto('/write');
      await grace.getByLabel(posts.newTitle).fill(title);
      await grace.keyboard.press('Enter');
      await expect(grace.getByLabel(posts.storyInMarkdown)).toBeVisible();
    }
    await grace.locator('.tray input[type=file]').setInputFiles([LETTER]);
    await expect(grace.locator('.tray-photo').getByRole('alert')).toBeVisible();
    await grace.goto('/me');
    await expect(grace.getByRole('heading', { name: photos.needAttention })).toBeVisible();
    await expect(grace.locator('.own-failed li', { hasText: ridge }).getByRole('alert')).toBeVisible();
    await grace.getByRole('combobox', { name: posts.status, exact: true }).selectOption(posts.stateATTENTION);
    await expect(rows).toHaveCount(1);
  });

  await test.step('articles are found and put in order', async () => {
    await grace.getByRole('combobox', { name: posts.status, exact: true }).selectOption(posts.stateALL);
    await grace.getByLabel(posts.sort).selectOption(posts.ordertitle);
    await expect(rows).toHaveText([...titles].sort());
    await grace.getByLabel(posts.filterByText).fill('autumn');
    await expect(rows).toHaveCount(1);
    await grace.getByLabel(posts.filterByText).fill('');
  });

  const chooseAll = grace.getByLabel(posts.selectAll);
  await test.step('several are published, and their readers changed, by keyboard', async () => {
    await chooseAll.press('Space');
    await button(posts.publish).press('Enter');
    await expect(grace.locator('.bulk-outcome')).toContainText(posts.updated({ count: 3 }));
    await expect(grace.locator('.own-live')).toHaveCount(3);
    await chooseAll.press('Space');
    await grace.getByLabel(posts.changeVisibility).selectOption('PRIVATE');
    await button(posts.apply).press('Enter');
    await expect(grace.locator('.own-mark', { hasText: posts.PRIVATE })).toHaveCount(3);
  });

  await test.step('what is refused is told per article, stays chosen and is tried again', async () => {
    await chooseAll.press('Space');
    const id = (await grace.getByRole('link', { name: posts.editNamed({ title: bay }) }).getAttribute('href'))
      ?.split('/')
      .at(-1);
    const goOn = await failOperation(
      grace,
      'UnpublishPost',
      (variables) => (variables as { input: { id: string } }).input.id === id,
    );
    await button(posts.unpublish).click();
    await button(posts.unpublishSelected({ count: 3 })).click();
    await expect(grace.getByRole('alert').filter({ hasText: bay })).toBeVisible();
    await expect(grace.locator('.bulk-outcome')).toContainText(posts.updated({ count: 2 }));
    await expect(grace.getByText(posts.selected({ count: 1 })).first()).toBeVisible();
    await goOn();
    await button(posts.unpublish).click();
    await button(posts.unpublishSelected({ count: 1 })).click();
    await expect(grace.locator('.own-live')).toHaveCount(0);
  });

  await test.step('a taken handle is refused by name; another one is saved', async () => {
    const handle = grace.getByLabel(profile.handle);
    await handle.fill('ada');
    await button(profile.save).click();
    await expect(grace.getByRole('alert').filter({ hasText: /handle/ })).toBeVisible();
    await handle.fill(`grace_${STAMP}`);
    await grace.getByLabel(profile.about).fill('I find bugs.');
    await grace.keyboard.press('Tab');
    await grace.keyboard.press('Enter');
    await expect(grace.getByText(`@grace_${STAMP}`)).toBeVisible();
  });

  await test.step('a picture of Grace is processed and seen by others; a bad one is told so; it is taken away', async () => {
    const picture = grace.locator('.avatar-acts input[type=file]');
    await picture.setInputFiles([LETTER]);
    await expect(grace.locator('.avatar-editor').getByRole('alert')).toBeVisible();
    await picture.setInputFiles([{ name: 'cat.jpg', mimeType: 'image/jpeg', buffer: await readPhoto('cat') }]);
    await expect(button(profile.removePicture)).toBeVisible();
    await guest.goto(`/people/grace_${STAMP}`);
    await expect(guest.locator('main img.avatar')).toBeVisible();
    await expect(guest.getByText('I find bugs.')).toBeVisible();
    await button(profile.removePicture).click();
    await expect(button(profile.removePicture)).toBeHidden();
  });

  await test.step('deleting names the number first', async () => {
    await chooseAll.press('Space');
    await button(posts.delete).click();
    await expect(grace.getByRole('heading', { name: posts.confirmDelete({ count: 3 }) })).toBeVisible();
    await button(shared.cancel).press('Enter');
    await button(posts.delete).click();
    await button(posts.deleteSelected({ count: 3 })).click();
    await expect(grace.getByText(posts.noArticles)).toBeVisible();
  });
});
