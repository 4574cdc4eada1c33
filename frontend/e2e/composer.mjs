// Ada writes without fear: photos dropped, pasted, paused, lost and found; words restored; two tabs in conflict.
// `node e2e/composer.mjs [site]` against a running system with its demo world; what it wrote is deleted again.
import { readFile } from 'node:fs/promises';
import { withPlace } from './gps-photo.mjs';
import { SITE, withPeople } from './people.mjs';

const photo = (name) => readFile(new URL(`../../infra/local/world/photos/${name}.jpg`, import.meta.url));
const TITLE = `Ridge, ${new Date().toISOString()}`;
const fact = (words) => console.log(`yes  ${words}`);
const isForm = (request) => request.method() === 'POST' && (request.headers()['content-type'] ?? '').startsWith('multipart/');

/** Hand files to the page as a drop or a paste does, anywhere on it. */
async function give(page, kind, ...files) {
  await page.evaluate(
    ({ kind, files }) => {
      const data = new DataTransfer();
      for (const { name, type, bytes } of files) data.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name, { type }));
      const given = kind === 'paste' ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }) : new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true });
      document.querySelector('main').dispatchEvent(given);
    },
    { kind, files: files.map(({ name, type = 'image/jpeg', bytes }) => ({ name, type, bytes: Buffer.from(bytes).toString('base64') })) },
  );
}

/** Hold the form on its way to the store until `letGo` is called. */
async function holdStore(page) {
  let open;
  const opened = new Promise((done) => (open = done));
  const held = async (route) => {
    if (!isForm(route.request())) return route.fallback();
    await opened;
    await route.continue().catch(() => undefined); // its upload was stopped meanwhile
  };
  await page.route('**', held);
  return async () => {
    open();
    await page.unrouteAll({ behavior: 'wait' });
  };
}

await withPeople(async (person) => {
  const [ada, guest] = [await person(), await person()];
  const tray = ada.locator('.tray-photo');
  const sending = ada.locator('.tray-sending');
  const saved = (page) => page.getByText('Saved', { exact: true }).waitFor();

  await ada.goto(`${SITE}/sign-in?to=/write`);
  await ada.getByRole('button', { name: 'Ada Moreau' }).click();
  await ada.getByLabel('What is it called?').fill(TITLE);
  await ada.keyboard.press('Enter');
  await ada.getByLabel('Text, in Markdown').fill('First line.\nSecond line.\nThird line.');
  await saved(ada);

  // Photos: dropped anywhere, with a place in their EXIF
  const camera = withPlace(await photo('espresso'), { latitude: 45.5017, longitude: -73.5673, at: '2024:05:12 14:30:00' });
  let letGo = await holdStore(ada);
  await give(ada, 'dragover', { name: 'cup.jpg', bytes: camera });
  await ada.getByText('Let go anywhere to add your photos').waitFor();
  await give(ada, 'drop', { name: 'cup.jpg', bytes: camera });
  await ada.getByRole('group', { name: 'Pin this photo where it was taken?' }).waitFor();
  await sending.locator('.upload-picture').waitFor();
  if ((await ada.locator('.pin-list li').count()) !== 0) throw new Error('Something was pinned without a question.');
  fact('A dropped photo is shown at once, and its place is offered before it has left');

  await ada.getByRole('button', { name: 'Pause cup.jpg' }).click();
  await sending.getByText('Paused').waitFor();
  let asked = null;
  ada.once('dialog', (dialog) => {
    asked = dialog.type();
    void dialog.dismiss();
  });
  await ada.evaluate(() => setTimeout(() => location.reload()));
  await ada.waitForEvent('dialog').catch(() => undefined);
  if (asked !== 'beforeunload') throw new Error('Leaving with an upload on its way did not ask.');
  fact('Leaving the site while an upload is on its way asks first');

  await letGo();
  await ada.getByRole('button', { name: 'Resume cup.jpg' }).click();
  await tray.locator('.step-done', { hasText: 'Live' }).first().waitFor();
  fact('A paused upload goes on, and is live');

  await ada.getByRole('button', { name: 'Pin it', exact: true }).click();
  await ada.getByRole('group', { name: 'Pin this photo where it was taken?' }).waitFor({ state: 'detached' });
  await ada.locator('.pin-list li').first().waitFor();
  fact('The place is pinned once its author says so');

  // The AI's words for it
  const offer = ada.getByRole('group', { name: 'Suggested by AI' });
  await offer.getByRole('button', { name: 'Take it' }).press('Enter');
  await offer.waitFor({ state: 'detached' });
  const words = await ada.getByLabel('For those who cannot see it').inputValue();
  if (!words) throw new Error('The suggestion was not taken.');
  fact(`The AI’s words are taken by keyboard: ${words}`);

  // Words for a photo save by themselves, and outlast leaving the page in the middle of one
  const saysIt = ada.waitForResponse((answer) => /mutation UpdatePhoto/.test(answer.request().postData() ?? ''));
  await ada.getByLabel('Caption').fill('On the ridge, half past');
  await saysIt;
  await ada.getByLabel('Caption').fill('On the ridge, half past six');
  await ada.evaluate(() => history.back());
  await ada.getByLabel('What is it called?').waitFor();
  await ada.goForward();
  await ada.waitForFunction(() => [...document.querySelectorAll('.tray-form input')].some(({ value }) => value === 'On the ridge, half past six'));
  if ((await ada.locator('.tray-form').getByRole('alert').count()) > 0) throw new Error('It takes its own words for another’s.');
  fact('A photo’s words save by themselves, also when one leaves in the middle of them');

  // A second photo: pasted, the network gone and back
  await ada.context().setOffline(true);
  await give(ada, 'paste', { name: 'cat.jpg', bytes: await photo('cat') });
  await sending.getByText('You are offline. It goes on by itself when you are back.').waitFor();
  await ada.context().setOffline(false);
  await tray.nth(1).locator('.step-done', { hasText: 'Live' }).waitFor();
  fact('A pasted photo waits while offline and goes on by itself');

  await tray.nth(1).getByRole('button', { name: 'No, thanks' }).click();
  await tray.nth(1).getByRole('group', { name: 'Suggested by AI' }).waitFor({ state: 'detached' });
  fact('The AI’s words are turned down');

  // Order: by keyboard, then by drag
  const altOf = (place) => tray.nth(place).getByLabel('For those who cannot see it').inputValue();
  await tray.nth(1).getByRole('button', { name: /Earlier/ }).press('Enter');
  await ada.getByText('Moved to place 1 of 2.').waitFor();
  if ((await altOf(1)) !== words) throw new Error('The keyboard did not change the order.');
  await tray.nth(1).locator('.tray-picture').dragTo(tray.nth(0));
  if ((await altOf(0)) !== words) throw new Error('Dragging did not change the order.');
  fact('Photos are put in order by keyboard and by drag');

  // What fails: refused here, refused there, stopped, tried again
  await give(ada, 'drop', { name: 'notes.pdf', type: 'application/pdf', bytes: 'x' });
  await sending.getByText(/This is no photo Waymark can show/).waitFor();
  await ada.getByRole('button', { name: 'Dismiss notes.pdf' }).click();
  await give(ada, 'drop', { name: 'letter.jpg', bytes: 'Dear reader, this is no picture.' });
  await tray.nth(2).getByRole('alert').waitFor();
  await tray.nth(2).getByText('Trying again would end the same way').waitFor();
  await tray.nth(2).getByRole('button', { name: 'Remove' }).click();
  await tray.nth(2).waitFor({ state: 'detached' });
  fact('What is no photo is told so: by its type before, by its bytes after');

  letGo = await holdStore(ada);
  await give(ada, 'drop', { name: 'third.jpg', bytes: camera });
  const takenBack = ada.waitForResponse((answer) => /mutation DeleteUpload/.test(answer.request().postData() ?? ''));
  await ada.getByRole('button', { name: 'Cancel third.jpg' }).click();
  await takenBack;
  await letGo();
  await sending.waitFor({ state: 'detached' });
  await ada.reload();
  await tray.nth(1).waitFor();
  if ((await tray.count()) !== 2) throw new Error('A cancelled upload left a photo behind.');
  fact('A cancelled upload leaves nothing behind');

  const fail = (route) => (isForm(route.request()) ? route.abort() : route.fallback());
  await ada.route('**', fail);
  await give(ada, 'drop', { name: 'fourth.jpg', bytes: await photo('espresso') });
  await sending.getByText('The store does not answer.').waitFor();
  await ada.unroute('**', fail);
  letGo = await holdStore(ada);
  await ada.getByRole('button', { name: 'Retry fourth.jpg' }).click();
  await ada.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Map' }).click();
  await ada.locator('.dock').getByText('fourth.jpg').waitFor();
  await letGo();
  await ada.goBack();
  await tray.nth(2).locator('.step-done', { hasText: 'Live' }).waitFor();
  fact('An upload that failed is tried again, and moving between pages loses none');

  // Words: lost by a crash, restored
  const refuse = (route) => (/mutation UpdatePost/.test(route.request().postData() ?? '') ? route.abort() : route.fallback());
  await ada.route('**/graphql', refuse);
  await ada.getByLabel('Text, in Markdown').fill('First line.\nSecond line, unsaved.\nThird line.');
  await ada.getByText(/^Not saved:/).waitFor();
  await ada.reload();
  await ada.unroute('**/graphql', refuse);
  await ada.getByRole('button', { name: 'Restore them' }).click();
  await ada.getByText('Second line, unsaved.').first().waitFor();
  await saved(ada);
  fact('Words that were never saved are offered after a reload, and restored');

  // Two tabs
  const other = await ada.context().newPage();
  await other.goto(ada.url());
  await other.getByLabel('Text, in Markdown').fill('First line.\nSecond line, unsaved.\nThird line, from the other tab.');
  await saved(other);
  await ada.getByLabel('Text, in Markdown').fill('First line, from this tab.\nSecond line, unsaved.\nThird line.');
  await ada.getByText('Both versions are here, and nothing is lost.', { exact: false }).waitFor();
  await ada.getByRole('heading', { name: 'Yours' }).waitFor();
  await ada.locator('.draft-version mark', { hasText: 'from the other tab' }).waitFor();
  await ada.getByRole('button', { name: 'Merge them by hand' }).press('Enter');
  const text = ada.getByLabel('Text of both');
  if ((await text.inputValue()) !== 'First line, from this tab.\nSecond line, unsaved.\nThird line, from the other tab.') throw new Error(`Not merged: ${await text.inputValue()}`);
  await ada.getByRole('button', { name: 'Save the merged text' }).press('Enter');
  await saved(ada);
  await other.reload();
  await other.getByText('First line, from this tab.').waitFor();
  await other.close();
  fact('Two tabs in conflict: both versions stand side by side, and are merged without a line lost');

  // Published for followers: a guest finds nothing
  await ada.getByLabel('Who may read it').selectOption('FOLLOWERS');
  await ada.getByRole('button', { name: 'Publish', exact: true }).press('Enter');
  await ada.getByText('It is published.').waitFor();
  await guest.goto(ada.url().replace('/write/', '/posts/'));
  await guest.locator('.state-title').waitFor();
  await ada.getByLabel('Who may read it').selectOption('PUBLIC');
  await saved(ada);
  await guest.reload();
  await guest.getByRole('heading', { name: TITLE }).waitFor();
  fact('It is published for those it is meant for, then for everybody');

  await ada.goto(`${SITE}/me`);
  await ada.getByLabel(`Choose “${TITLE}”`).check();
  await ada.getByRole('button', { name: 'Delete', exact: true }).click();
  await ada.getByRole('button', { name: 'Delete 1 article' }).click();
  await ada.getByLabel(`Choose “${TITLE}”`).waitFor({ state: 'detached' });
});
