// Mei makes a deck and reviews it by keyboard, takes a rating back, and goes on without a network.
import { createPost, deletePost, publishPost } from './support/api';
import { Keyboard } from './support/keyboard';
import { answerTo } from './support/network';
import { findBrokenRules } from './support/standards';
import { expect, test, unique } from './support/test';
import { startingWith, words } from './support/words';

const { flashcards } = words;

test('Mei learns three flashcards by keyboard, one of them offline', async ({ open }) => {
  const mei = await open({ as: 'mei', reducedMotion: 'reduce' });
  const keyboard = await Keyboard.of(mei);
  const title = unique('Walls');
  const button = (name: string) => mei.getByRole('button', { name, exact: true });
  const getLeftText = (count: number) => mei.getByText(flashcards.left({ count }));

  await test.step('a deck and three flashcards', async () => {
    await mei.goto('/learn');
    await mei.getByLabel(flashcards.newDeck).fill(title);
    await mei.keyboard.press('Enter');
    await mei.getByRole('link', { name: title }).click();
    await expect(mei.getByRole('heading', { name: title })).toBeVisible();
    for (const wall of ['Brick', 'Stone', 'Clay']) {
      await mei.getByLabel(flashcards.front).fill(`${wall}?`);
      await mei.getByLabel(flashcards.back).fill(`${wall}!`);
      await button(flashcards.writeFlashcard).click();
      await expect(mei.locator('.flashcard-front', { hasText: `${wall}?` })).toBeVisible();
    }
  });

  await test.step('the deck is downloaded for Anki, by keyboard', async () => {
    const downloading = mei.waitForEvent('download');
    await keyboard.activate('button', flashcards.exportDeck);
    expect((await downloading).suggestedFilename()).toBe(`${title}.apkg`);
  });

  await test.step('a paused one does not come up', async () => {
    await mei.locator('.flashcard', { hasText: 'Clay?' }).getByRole('button', { name: flashcards.suspend }).click();
    await expect(mei.getByText(flashcards.suspended, { exact: true })).toBeVisible();
  });

  await test.step('a round begins by keyboard, and the focus is on what comes next', async () => {
    await mei.goto('/learn');
    await keyboard.activate('link', flashcards.review);
    await keyboard.expectFocus('button', flashcards.showAnswer);
    await expect(getLeftText(2)).toBeVisible();
  });

  await test.step('the space bar shows the answer, a number rates it', async () => {
    await expect(mei.getByText('Brick?')).toBeVisible();
    await expect(mei.getByText('Brick!')).toBeHidden();
    await mei.keyboard.press('Space');
    await expect(mei.getByText('Brick!')).toBeVisible();
    await keyboard.expectFocus('button', startingWith(flashcards.GOOD));
    await keyboard.reach('button', startingWith(flashcards.EASY));
    await keyboard.reach('button', startingWith(flashcards.AGAIN), { back: true });
    const reviewResponse = answerTo(mei, 'Review');
    await mei.keyboard.press('4');
    await expect(mei.getByText('Stone?')).toBeVisible();
    await keyboard.expectFocus('button', flashcards.showAnswer);
    await reviewResponse;
  });

  await test.step('U takes it back', async () => {
    await mei.keyboard.press('u');
    await expect(mei.getByText('Brick?')).toBeVisible();
    await expect(getLeftText(2)).toBeVisible();
    await keyboard.expectFocus('button', flashcards.showAnswer);
    await mei.keyboard.press('Space');
    await mei.keyboard.press('4');
    await expect(mei.getByText('Stone?')).toBeVisible();
    expect([...keyboard.defects]).toEqual([]);
  });

  await test.step('without a network the review is kept, and counted once it is back', async () => {
    await expect(mei.getByText(flashcards.unsent({ count: 1 }))).toBeHidden();
    await mei.context().setOffline(true);
    await mei.keyboard.press('Space');
    await mei.keyboard.press('4');
    await expect(mei.getByText(flashcards.finished)).toBeVisible();
    await expect(mei.getByText(flashcards.unsent({ count: 1 }))).toBeVisible();
    const reviewResponse = answerTo(mei, 'Review');
    await mei.context().setOffline(false);
    await reviewResponse;
    await expect(mei.getByText(flashcards.unsent({ count: 1 }))).toBeHidden();
  });

  await test.step('today is a day of study, and nothing is left', async () => {
    await mei.goto('/learn');
    await expect(mei.getByText(flashcards.streak({ count: 1 }))).toBeVisible();
    await expect(mei.getByText(flashcards.nothingDue)).toBeVisible();
  });

  await test.step('an article suggests a word, whose meaning is chosen before it is kept', async () => {
    const body = 'We took the spade and dug until noon.';
    const id = await createPost(mei, { title: unique('Spades'), body });
    await publishPost(mei, id);
    await mei.goto(`/posts/${id}`);
    await button(flashcards.suggest).click();
    await button(title).click();
    const suggestion = mei.locator('.suggestions .flashcard', { hasText: 'spade' });
    await expect(suggestion.getByText(body)).toBeVisible();
    const senses = suggestion.getByRole('group', { name: flashcards.whichSense }).getByRole('radio');
    await expect(senses.first()).toBeChecked();
    const choice = answerTo(mei, 'EditFlashcard');
    await senses.nth(1).check();
    await choice;
    await expect(senses.nth(1)).toBeChecked();
    expect(await findBrokenRules(mei)).toEqual([]);
    await suggestion.getByRole('button', { name: flashcards.keep, exact: true }).click();
    const kept = mei.locator('.learn > .flashcards .flashcard', { hasText: body });
    await expect(kept.getByText('hand shovel')).toBeVisible();
    await deletePost(mei, id);
  });
});
