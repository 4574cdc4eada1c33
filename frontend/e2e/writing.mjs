// A guest is asked to sign in and comes back; Ada writes, uploads a photo, watches it, pins it, publishes; a guest reads it.
// `node e2e/writing.mjs [site]` against a running system with its demo world; what it wrote is deleted again.
import { fileURLToPath } from 'node:url';
import { SITE, withPeople } from './people.mjs';

const PHOTO = fileURLToPath(new URL('../../infra/local/world/photos/espresso.jpg', import.meta.url));
const TITLE = `A cup, ${new Date().toISOString()}`;

await withPeople(async (person) => {
  const [ada, guest] = [await person(), await person()];
  const fact = (words) => console.log(`yes  ${words}`);

  await ada.goto(`${SITE}/write`);
  await ada.waitForURL(/sign-in/);
  await ada.getByRole('button', { name: 'Ada Moreau' }).click();
  await ada.waitForURL(/\/write$/);
  fact('Asked to sign in, one is back where one was');

  await ada.getByLabel('What is it called?').fill(TITLE);
  await ada.getByRole('button', { name: 'Begin' }).click();
  await ada.getByLabel('Text, in Markdown').fill('It had **rained** all night.');
  await ada.getByText('Saved', { exact: true }).waitFor();
  await ada.reload();
  await ada.getByText('It had **rained** all night.').waitFor();
  fact('A draft saves by itself and is there after a reload');

  await ada.locator('input[type=file]').setInputFiles(PHOTO);
  await ada.locator('.tray-photo .step-done', { hasText: 'Live' }).waitFor();
  await ada.getByText(/The AI sees: .*Espresso/).waitFor();
  fact('An uploaded photo is watched until it is live, with what the AI sees');

  await ada.getByLabel('Name of the place').fill('Montréal');
  await ada.getByLabel('Latitude').fill('45.5');
  await ada.getByLabel('Longitude').fill('-73.57');
  await ada.getByRole('button', { name: 'Pin it here' }).click();
  await ada.locator('.pin-list li', { hasText: 'Montréal' }).waitFor();
  fact('A place is pinned');

  await ada.getByRole('button', { name: 'Publish', exact: true }).click();
  await ada.getByText('It is published.').waitFor();
  const address = ada.url().replace('/write/', '/posts/');
  await guest.goto(address);
  await guest.getByRole('heading', { name: TITLE }).waitFor();
  await guest.getByText('Nobody has said anything yet').waitFor();
  fact('A guest reads what was published');

  await ada.goto(address);
  await ada.getByLabel('Your comment').fill('Still warm.');
  await ada.getByRole('button', { name: 'Comment', exact: true }).click();
  await guest.locator('.comment-body', { hasText: 'Still warm.' }).waitFor();
  await ada.getByRole('button', { name: /like/ }).first().click();
  await guest.locator('.article-acts .like', { hasText: '1' }).waitFor();
  fact('A comment and a like reach the guest without a reload');

  await ada.goto(`${SITE}/me`);
  await ada.getByLabel(`Choose “${TITLE}”`).check();
  await ada.getByRole('button', { name: 'Delete', exact: true }).click();
  await ada.getByRole('button', { name: 'Delete 1 article' }).click();
  await ada.getByLabel(`Choose “${TITLE}”`).waitFor({ state: 'detached' });
  fact('What is deleted is gone from the list');
});
