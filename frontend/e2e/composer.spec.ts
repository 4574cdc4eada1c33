// Ada writes without fear: photos dropped, pasted, paused, lost and found; texts restored; two tabs in conflict.
import type { Page, Route } from '@playwright/test';
import { withPlace } from './support/gps-photo';
import { answerTo, failOperation, holdUploads, isUpload } from './support/network';
import { LETTER, readPhoto } from './support/photos';
import { expect, test, unique } from './support/test';
import { words } from './support/words';

const { app, article, photos, posts, uploads } = words;
const TITLE = unique('Ridge');
const MONTREAL = { latitude: 45.5017, longitude: -73.5673, at: '2024:05:12 14:30:00' };

interface GivenFile {
  name: string;
  type?: string;
  bytes: Buffer | string;
}

/** Hand a file to the page as a drop or a paste does, anywhere on it. */
async function give(
  page: Page,
  kind: 'dragover' | 'drop' | 'paste',
  { name, type = 'image/jpeg', bytes }: GivenFile,
): Promise<void> {
  const given = { kind, name, type, data: Buffer.from(bytes).toString('base64') };
  await page.evaluate(({ kind, name, type, data }) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(atob(data), (each) => each.charCodeAt(0))], name, { type }));
    const options = { bubbles: true, cancelable: true };
    const event =
      kind === 'paste'
        ? new ClipboardEvent('paste', { clipboardData: transfer, ...options })
        : new DragEvent(kind, { dataTransfer: transfer, ...options });
    document.querySelector('main')?.dispatchEvent(event);
  }, given);
}

const act = (page: Page, does: string, name: string) => page.getByRole('button', { name: `${does} ${name}` });
const expectSaved = (page: Page) => expect(page.getByText(posts.saved, { exact: true })).toBeVisible();
const live = { hasText: uploads.LIVE };

test('photos and texts survive what happens to them while an article is written', async ({ open, guest }) => {
  const ada = await open({ as: 'ada' });
  const tray = ada.locator('.tray-photo');
  const sending = ada.locator('.tray-sending');
  const text = ada.getByLabel(posts.storyInMarkdown);
  const alt = (place: number) => tray.nth(place).getByLabel(photos.altText);
  const camera = withPlace(await readPhoto('espresso'), MONTREAL);
  let release = async () => {};

  await ada.goto('/write');
  await ada.getByLabel(posts.newTitle).fill(TITLE);
  await ada.keyboard.press('Enter');
  await text.fill('First line.\nSecond line.\nThird line.');
  await expectSaved(ada);

  await test.step('a dropped photo is shown at once, and its place is offered before it has left', async () => {
    release = await holdUploads(ada);
    await give(ada, 'dragover', { name: 'cup.jpg', bytes: camera });
    await expect(ada.getByText(photos.dropToAdd)).toBeVisible();
    await give(ada, 'drop', { name: 'cup.jpg', bytes: camera });
    await expect(ada.getByRole('group', { name: photos.suggestPin })).toBeVisible();
    await expect(sending.locator('.upload-picture')).toBeVisible();
    await expect(ada.locator('.pin-list li'), 'nothing is pinned without a question').toHaveCount(0);
  });

  await test.step('leaving the site while an upload is on its way asks first', async () => {
    await act(ada, uploads.pause, 'cup.jpg').click();
    await expect(sending.getByText(uploads.paused)).toBeVisible();
    const asked = ada.waitForEvent('dialog');
    await ada.evaluate(() => void setTimeout(() => location.reload()));
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
  });

  await test.step('a paused upload goes on, and is live', async () => {
    await release();
    await act(ada, uploads.resume, 'cup.jpg').click();
    await expect(tray.locator('.step-done', live).first()).toBeVisible();
  });

  await test.step('the place is pinned once its author says so', async () => {
    const offer = ada.getByRole('group', { name: photos.suggestPin });
    await offer.getByLabel(photos.nameOfPlace).fill('Montréal');
    await offer.getByRole('button', { name: photos.addPin }).click();
    await expect(offer).toBeHidden();
    await expect(ada.locator('.pin-list li', { hasText: 'Montréal' })).toBeVisible();
  });

  let suggestion = '';
  await test.step('the AI’s description is taken by keyboard', async () => {
    const offer = ada.getByRole('group', { name: photos.suggestion });
    await offer.getByRole('button', { name: photos.use }).press('Enter');
    await expect(offer).toBeHidden();
    await expect(alt(0)).toHaveValue(/./);
    suggestion = await alt(0).inputValue();
  });

  await test.step('a photo’s texts are saved on their own, also when she leaves in the middle of them', async () => {
    const saving = answerTo(ada, 'UpdatePhoto');
    await ada.getByLabel(photos.caption).fill('On the ridge, half past');
    await saving;
    await ada.getByLabel(photos.caption).fill('On the ridge, half past six');
    await ada.evaluate(() => history.back());
    await expect(ada.getByLabel(posts.newTitle)).toBeVisible();
    await ada.goForward();
    await expect(ada.getByLabel(photos.caption)).toHaveValue('On the ridge, half past six');
    await expect(ada.locator('.tray-form').getByRole('alert'), 'its own words are not another’s').toHaveCount(0);
  });

  await test.step('a pasted photo waits while offline and goes on without being asked', async () => {
    await ada.context().setOffline(true);
    await give(ada, 'paste', { name: 'cat.jpg', bytes: await readPhoto('cat') });
    await expect(sending.getByText(uploads.waitingForNetwork)).toBeVisible();
    await ada.context().setOffline(false);
    await expect(tray.nth(1).locator('.step-done', live)).toBeVisible();
  });

  await test.step('the AI’s description is turned down', async () => {
    await tray.nth(1).getByRole('button', { name: photos.dismiss }).click();
    await expect(tray.nth(1).getByRole('group', { name: photos.suggestion })).toBeHidden();
  });

  await test.step('photos are put in order by keyboard and by drag', async () => {
    await tray.nth(1).getByRole('button', { name: photos.moveUp }).press('Enter');
    await expect(alt(1)).toHaveValue(suggestion);
    await tray.nth(1).locator('.tray-picture').dragTo(tray.nth(0));
    await expect(alt(0)).toHaveValue(suggestion);
  });

  await test.step('what is no photo is told so: by its type before, by its bytes after', async () => {
    await give(ada, 'drop', { name: 'notes.pdf', type: 'application/pdf', bytes: 'x' });
    await expect(sending.getByText(uploads.unreadableFile)).toBeVisible();
    // By keyboard: the photos above may still be moving to their new places.
    await sending.getByRole('button', { name: `${uploads.dismiss} notes.pdf` }).press('Enter');
    await give(ada, 'drop', { name: 'letter.jpg', bytes: LETTER.buffer });
    await expect(tray.nth(2).getByRole('alert')).toBeVisible();
    await expect(tray.nth(2).getByText(photos.cannotProcess)).toBeVisible();
    await tray.nth(2).getByRole('button', { name: photos.remove }).click();
    await expect(tray).toHaveCount(2);
  });

  await test.step('a cancelled upload leaves nothing behind', async () => {
    release = await holdUploads(ada);
    const sent = ada.waitForRequest(isUpload);
    await give(ada, 'drop', { name: 'third.jpg', bytes: camera });
    await sent;
    const takenBack = answerTo(ada, 'DeleteUpload');
    await act(ada, uploads.cancel, 'third.jpg').click();
    await takenBack;
    await release();
    await expect(sending).toBeHidden();
    await ada.reload();
    await expect(tray.nth(1)).toBeVisible();
    await expect(tray).toHaveCount(2);
  });

  await test.step('an upload that failed is tried again, and moving between pages loses none', async () => {
    const fail = (route: Route) => (isUpload(route.request()) ? route.abort() : route.fallback());
    await ada.route('**', fail);
    await give(ada, 'drop', { name: 'fourth.jpg', bytes: await readPhoto('espresso') });
    await expect(sending.getByText(uploads.uploadUnreachable)).toBeVisible();
    await ada.unroute('**', fail);
    release = await holdUploads(ada);
    await act(ada, uploads.retry, 'fourth.jpg').click();
    await ada.getByRole('navigation', { name: app.mainNavigation }).getByRole('link', { name: app.map }).click();
    await expect(ada.locator('.dock').getByText('fourth.jpg')).toBeVisible();
    await release();
    await ada.goBack();
    await expect(tray.nth(2).locator('.step-done', live)).toBeVisible();
  });

  await test.step('texts that were never saved are offered after a reload, and restored', async () => {
    const goOn = await failOperation(ada, 'UpdatePost');
    await text.fill('First line.\nSecond line, unsaved.\nThird line.');
    await expect(ada.locator('.draft-failed')).toBeVisible();
    await ada.reload();
    await goOn();
    await ada.getByRole('button', { name: posts.restore }).click();
    await expect(text).toHaveValue(/Second line, unsaved\./);
    await expectSaved(ada);
  });

  await test.step('a tag that was not finished is offered as well', async () => {
    const goOn = await failOperation(ada, 'UpdatePost');
    await ada.getByLabel(posts.tags).fill('half');
    await ada.reload();
    await goOn();
    await ada.getByRole('button', { name: posts.restore }).click();
    await expect(ada.getByRole('button', { name: posts.removeTag({ tag: 'half' }) })).toBeVisible();
    await expectSaved(ada);
  });

  await test.step('two tabs in conflict: both versions are shown side by side, and merged without a line lost', async () => {
    const other = await ada.context().newPage();
    await other.goto(ada.url());
    await other
      .getByLabel(posts.storyInMarkdown)
      .fill('First line.\nSecond line, unsaved.\nThird line, from the other tab.');
    await expectSaved(other);
    await text.fill('First line, from this tab.\nSecond line, unsaved.\nThird line.');
    await expect(ada.getByText(posts.editedElsewhere)).toBeVisible();
    await expect(ada.getByRole('heading', { name: posts.yourVersion })).toBeVisible();
    await expect(ada.locator('.draft-version mark', { hasText: 'from the other tab' })).toBeVisible();
    await ada.getByRole('button', { name: posts.merge }).press('Enter');
    await expect(ada.getByLabel(posts.mergedText)).toHaveValue(
      'First line, from this tab.\nSecond line, unsaved.\nThird line, from the other tab.',
    );
    await ada.getByRole('button', { name: posts.saveMerged }).press('Enter');
    await expectSaved(ada);
    await other.reload();
    await expect(other.getByLabel(posts.storyInMarkdown)).toHaveValue(/First line, from this tab\./);
    await other.close();
  });

  await test.step('it is published for those it is meant for, then for everybody', async () => {
    await ada.getByLabel(posts.visibility).selectOption('FOLLOWERS');
    await ada.getByRole('button', { name: posts.publish, exact: true }).press('Enter');
    await expect(ada.getByRole('heading', { name: TITLE })).toBeVisible();
    await guest.goto(ada.url());
    await expect(guest.locator('.state-title')).toBeVisible();
    await ada.getByRole('link', { name: article.edit }).click();
    const saving = answerTo(ada, 'UpdatePost');
    await ada.getByLabel(posts.visibility).selectOption('PUBLIC');
    await saving;
    await guest.reload();
    await expect(guest.getByRole('heading', { name: TITLE })).toBeVisible();
  });

  await test.step('readers see changes when they are published, and that the article was edited', async () => {
    await expect(ada.getByText(posts.readersSeeThis)).toBeVisible();
    await text.fill('Half a thou');
    await expectSaved(ada);
    await expect(ada.getByText(posts.unpublishedChangesHint)).toBeVisible();
    await guest.reload();
    await expect(guest.getByText('First line, from this tab.')).toBeVisible();
    await ada.reload();
    await expect(text).toHaveValue('Half a thou');
    await text.fill('A whole thought.');
    await ada.getByRole('button', { name: posts.update }).click();
    await expect(ada.locator('.markdown', { hasText: 'A whole thought.' })).toBeVisible();
    await guest.reload();
    await expect(guest.getByText('A whole thought.')).toBeVisible();
    await expect(guest.locator('.article-by')).toContainText(/edited/);
  });

  await test.step('changes are marked on the own page, and discarded after a question', async () => {
    await ada.getByRole('link', { name: article.edit }).click();
    await text.fill('Not this.');
    await expectSaved(ada);
    await ada.goto(`/posts/${ada.url().split('/').at(-1)}`);
    await expect(ada.locator('.article-by')).toContainText(article.unpublishedChanges);
    await ada.goto('/me');
    const row = ada.locator('.own-row', { hasText: TITLE });
    await expect(row.getByText(posts.unpublishedChanges)).toBeVisible();
    await row.getByRole('link', { name: posts.editNamed({ title: TITLE }) }).click();
    const discard = ada.getByRole('button', { name: posts.discardChanges });
    await discard.first().click();
    await expect(ada.getByRole('dialog', { name: posts.confirmDiscardChanges })).toBeVisible();
    await ada.getByRole('dialog').getByRole('button', { name: posts.discardChanges }).click();
    await expect(text).toHaveValue('A whole thought.');
    await expect(ada.getByText(posts.readersSeeThis)).toBeVisible();
  });

  await test.step('an article is taken back after a question', async () => {
    await ada.getByRole('button', { name: posts.unpublish, exact: true }).click();
    await expect(ada.getByText(posts.unpublishConsequence)).toBeVisible();
    await guest.reload();
    await expect(guest.getByRole('heading', { name: TITLE })).toBeVisible();
    await ada.getByRole('button', { name: posts.unpublishSelected({ count: 1 }) }).click();
    await expect(ada.getByRole('button', { name: posts.publish, exact: true })).toBeVisible();
    await guest.reload();
    await expect(guest.locator('.state-title')).toBeVisible();
  });

  await test.step('and deleted', async () => {
    await ada.goto('/me');
    const choice = ada.getByLabel(posts.select({ title: TITLE }));
    await choice.check();
    await ada.getByRole('button', { name: posts.delete, exact: true }).click();
    await ada.getByRole('button', { name: posts.deleteSelected({ count: 1 }) }).click();
    await expect(choice).toBeHidden();
  });
});
