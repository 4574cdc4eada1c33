// The AI does not answer: Ada is told so where she writes and on her own page, and tries again at both once it is back.
// `node e2e/failing-photo.mjs [site email password]` while Rekognition is stopped; start it again at the line that says so.
import { asks, deletes, fact, SITE, withPeople } from './people.mjs';

const [, , , EMAIL = 'ada@waymark.example', PASSWORD = 'Waymark-demo-1'] = process.argv;
const TITLE = `Without eyes, ${new Date().toISOString()}`;
const PATIENCE = { timeout: 150_000 }; // the worker tries three times, with longer and longer pauses
const photo = (name) => new URL(`../../infra/local/world/photos/${name}.jpg`, import.meta.url).pathname;

await withPeople(async (person) => {
  const ada = await person();
  const tray = ada.locator('.tray-photo');
  const needy = ada.locator('.own-failed li', { hasText: TITLE });
  const live = (photos) => photos.locator('.step-done', { hasText: 'Live' });

  await ada.goto(`${SITE}/sign-in?to=/write`);
  await ada.getByLabel('E-mail').fill(EMAIL);
  await ada.getByLabel('Password').fill(PASSWORD);
  await ada.keyboard.press('Enter');
  await ada.getByLabel('What is it called?').fill(TITLE);
  await ada.keyboard.press('Enter');
  await ada.waitForURL(/\/write\/post_/);
  const address = ada.url();
  await ada.locator('input[type=file]').setInputFiles([photo('cat'), photo('espresso')]);
  await tray.nth(1).waitFor();
  await tray.nth(0).getByRole('alert').waitFor(PATIENCE);
  await tray.nth(1).getByRole('alert').waitFor(PATIENCE);
  const told = await tray.getByRole('alert').allInnerTexts();
  if (!told.every((each) => each.includes('The AI that reads pictures did not answer'))) throw new Error(`Another reason: ${told.join(' / ')}`);
  if ((await tray.locator('.step-done', { hasText: 'Resized' }).count()) !== 2) throw new Error('What was done is not shown as done.');
  fact('Where one writes, what was done stays, and the reason appears without a reload');

  await ada.goto(`${SITE}/me`);
  await needy.nth(1).waitFor();
  await needy.first().getByRole('alert').filter({ hasText: 'did not answer' }).waitFor();
  fact('One’s own page lists both photos with the reason');

  console.log('next the AI answers again');
  await needy.first().getByRole('button', { name: 'Try again' }).click();
  await needy.nth(1).waitFor({ state: 'detached' });
  await ada.goto(address);
  await live(tray).first().waitFor(PATIENCE);
  fact('Tried again on the own page, the first is live');

  await tray.getByRole('button', { name: 'Try again' }).click();
  await live(tray).nth(1).waitFor(PATIENCE);
  if ((await tray.getByRole('alert').count()) !== 0) throw new Error('A reason stands beside a photo that is live.');
  fact('Tried again where one writes, the second is live');

  await ada.goto(`${SITE}/me`);
  await ada.getByText(TITLE).first().waitFor();
  if ((await needy.count()) !== 0) throw new Error('It is still said to need its author.');
  const { viewer } = await asks(ada, '{ viewer { photos(state: LIVE, first: 2) { edges { node { attempt } } } } }');
  if (!viewer.photos.edges.every(({ node }) => node.attempt > 1)) throw new Error('It was not processed again.');
  fact('and nothing needs its author any more');
  await deletes(ada, address.split('/').at(-1));
});
