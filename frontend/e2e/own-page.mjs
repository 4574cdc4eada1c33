// Grace keeps her own page: articles filtered, sorted and changed several at once, her name, handle and picture.
// `node e2e/own-page.mjs [site]` against a running system with its demo world; what it made is deleted again.
import { readFile } from 'node:fs/promises';
import { SITE, withPeople } from './people.mjs';

const STAMP = Date.now().toString(36);
const fact = (words) => console.log(`yes  ${words}`);
const photo = (name) => new URL(`../../infra/local/world/photos/${name}.jpg`, import.meta.url);

await withPeople(async (person) => {
  const grace = await person();
  const address = `grace-${STAMP}@example.org`;

  await grace.goto(`${SITE}/sign-up?to=/me`);
  await grace.getByLabel('Your name').fill('Grâce Hôpper');
  await grace.getByLabel('E-mail').fill(address);
  await grace.getByLabel(/password/i).fill('Correct-Horse-9');
  await grace.keyboard.press('Enter');
  await grace.getByLabel('Code').fill('123456');
  await grace.getByText('123456').waitFor();
  await grace.getByRole('button', { name: 'Confirm' }).click();
  const heading = grace.getByRole('heading', { name: 'Grâce Hôpper' });
  const signIn = grace.getByRole('heading', { name: 'Welcome back' });
  await heading.or(signIn).waitFor();
  if (await signIn.isVisible()) {
    await grace.getByLabel('E-mail').fill(address);
    await grace.getByLabel('Password').fill('Correct-Horse-9');
    await grace.keyboard.press('Enter');
  }
  await heading.waitFor();
  await grace.getByText(/@gracehopper/).waitFor();
  fact('Who signs up is called as they chose, and the confirming code is said on a laptop');
  await grace.getByText('You have written nothing yet').waitFor();

  const titles = ['Bay', 'Autumn', 'Ridge'].map((title) => `${title} ${STAMP}`);
  for (const title of titles) {
    await grace.goto(`${SITE}/write`);
    await grace.getByLabel('What is it called?').fill(title);
    await grace.keyboard.press('Enter');
    await grace.getByLabel('Text, in Markdown').waitFor();
  }
  await grace.locator('input[type=file]').setInputFiles([{ name: 'letter.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('Dear reader') }]);
  await grace.locator('.tray-photo').getByRole('alert').waitFor();

  await grace.goto(`${SITE}/me`);
  const rows = grace.locator('.own-row h3');
  await grace.getByRole('heading', { name: 'Photos that need you' }).waitFor();
  await grace.locator('.own-failed li', { hasText: titles[2] }).getByRole('alert').waitFor();
  await grace.getByRole('combobox', { name: 'Show' }).selectOption('With photos that need me');
  await rows.nth(1).waitFor({ state: 'detached' });
  fact('A photo that failed is told with its reason, and its article is found');
  await grace.getByRole('combobox', { name: 'Show' }).selectOption('All');
  await grace.getByLabel('Order').selectOption('Title');
  const order = await rows.allInnerTexts();
  if (order.join() !== [...titles].sort().join()) throw new Error(`Not in order: ${order.join()}`);
  await grace.getByLabel('Find in titles and tags').fill('autumn');
  await rows.nth(1).waitFor({ state: 'detached' });
  await grace.getByLabel('Find in titles and tags').fill('');
  fact('Articles are found and put in order');

  const chooseAll = grace.getByLabel('Choose all 3 shown');
  await chooseAll.press('Space');
  await grace.getByRole('button', { name: 'Publish' }).press('Enter');
  await grace.getByText('3 articles are as you wanted.').waitFor();
  await grace.locator('.own-live').nth(2).waitFor();
  await chooseAll.press('Space');
  await grace.getByLabel('Change who may read').selectOption('PRIVATE');
  await grace.getByRole('button', { name: 'Change it' }).press('Enter');
  await grace.locator('.own-mark', { hasText: 'Only me' }).nth(2).waitFor();
  fact('Several are published, and their readers changed, by keyboard');

  // One of them is gone meanwhile and one is refused: each is told
  await chooseAll.press('Space');
  await grace.route('**/graphql', (route) => {
    const asked = route.request().postDataJSON();
    if (asked?.operationName !== 'BulkUnpublish' || asked.variables.input.id !== refused) return route.fallback();
    return route.abort();
  });
  const refused = (await grace.getByRole('link', { name: `Edit “${titles[0]}”` }).getAttribute('href')).split('/').at(-1);
  await grace.getByRole('button', { name: 'Take it back' }).click();
  await grace.getByRole('alert').filter({ hasText: titles[0] }).waitFor();
  await grace.getByText('2 articles are as you wanted.').waitFor();
  if ((await grace.getByText('1 chosen').count()) !== 1) throw new Error('The refused one is not chosen any more.');
  await grace.unrouteAll();
  await grace.getByRole('button', { name: 'Take it back' }).click();
  await grace.locator('.own-live').first().waitFor({ state: 'detached' });
  fact('What is refused is told per article, stays chosen and is tried again');

  // The profile
  await grace.getByLabel('Handle').fill('ada');
  await grace.getByRole('button', { name: 'Save', exact: true }).click();
  await grace.getByRole('alert').filter({ hasText: /handle ada/ }).waitFor();
  await grace.getByLabel('Handle').fill(`grace_${STAMP}`);
  await grace.getByLabel('About you').fill('I find bugs.');
  await grace.keyboard.press('Tab');
  await grace.keyboard.press('Enter');
  await grace.getByText('Your profile is saved.').waitFor();
  fact('A taken handle is refused by name; another one is saved');

  await grace.locator('.avatar-acts input[type=file]').setInputFiles({ name: 'letter.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('Dear reader') });
  await grace.locator('.avatar-editor').getByRole('alert').waitFor();
  await grace.locator('.avatar-acts input[type=file]').setInputFiles({ name: 'cat.jpg', mimeType: 'image/jpeg', buffer: await readFile(photo('cat')) });
  await grace.getByText('Everybody sees your new picture.').waitFor();
  const guest = await person();
  await guest.goto(`${SITE}/people/grace_${STAMP}`);
  await guest.locator('main img.avatar').waitFor();
  await guest.getByText('I find bugs.').waitFor();
  await grace.getByRole('button', { name: 'Take it away' }).click();
  await grace.getByText('Your picture is taken away.').waitFor();
  fact('A picture of oneself is processed and seen by others; a bad one is told so; it is taken away');

  await chooseAll.press('Space');
  await grace.getByRole('button', { name: 'Delete', exact: true }).click();
  await grace.getByRole('heading', { name: 'Delete 3 articles?' }).waitFor();
  await grace.getByRole('button', { name: 'Keep them' }).press('Enter');
  await grace.getByRole('button', { name: 'Delete', exact: true }).click();
  await grace.getByRole('button', { name: 'Delete 3 articles' }).click();
  await grace.getByText('You have written nothing yet').waitFor();
  fact('Deleting names the number first');
});
