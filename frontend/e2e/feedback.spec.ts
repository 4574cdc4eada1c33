// Ada has a text checked, while she writes and on the page of her article: findings are under their words, move with them,
// and are handled by mouse and by keyboard.
import type { Page } from '@playwright/test';
import { createPost, deletePost, publishPost } from './support/api';
import { findBrokenRules } from './support/standards';
import { expect, test, unique } from './support/test';
import { words } from './support/words';

const { posts, writing } = words;
const BODY =
  '😀 𠮷野家 Ho\u0302\u0323i An.\n\nThe dogs is sleeping here, and a beautifull boat waits. We depends of the weathr.';

const getField = (page: Page) => page.getByLabel(posts.storyInMarkdown);
const getPanel = (page: Page) => page.getByRole('region', { name: writing.title });
const getCard = (page: Page, quote: string) =>
  getPanel(page)
    .locator('.finding')
    .filter({ has: page.getByText(quote, { exact: true }) });
const readUnderlined = (page: Page) => page.locator('.underlines [data-finding]').allTextContents();

/** Return the words that the article's own page underlines, which no element stands for. */
const readHighlighted = (page: Page) =>
  page.evaluate(() =>
    [...CSS.highlights.values()].flatMap((words) => [...words].map((range) => (range as Range).toString())),
  );

/** Return how far the underlined words are from where the field draws them: both are laid out by the same rules. */
const readBoxes = (page: Page) =>
  page.evaluate(() => {
    const layer = document.querySelector<HTMLElement>('.underlines');
    const field = layer?.parentElement?.querySelector('textarea');
    if (!layer || !field) throw new Error('Nothing is underlined.');
    const text = (element: HTMLElement) => {
      const { font, letterSpacing, paddingLeft, paddingTop, lineHeight } = getComputedStyle(element);
      return { font, letterSpacing, paddingLeft, paddingTop, lineHeight, width: element.clientWidth };
    };
    return { layer: text(layer), field: text(field), heights: [layer.scrollHeight, field.scrollHeight] };
  });

test('findings stand under their words, and go when they are handled', async ({ open }) => {
  const ada = await open({ as: 'ada', viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
  await ada.goto('/');
  const id = await createPost(ada, { title: unique('Dogs'), body: BODY });
  await ada.goto(`/write/${id}`);
  await expect(getPanel(ada).getByRole('button', { name: writing.check })).toBeEnabled();

  await test.step('underlined after emoji, CJK and combining marks', async () => {
    await getPanel(ada).getByRole('button', { name: writing.check }).click();
    await expect(getCard(ada, 'beautifull')).toBeVisible();
    await expect.poll(() => readUnderlined(ada)).toEqual(expect.arrayContaining(['is', 'beautifull', 'weathr']));
    const { layer, field, heights } = await readBoxes(ada);
    expect(layer).toEqual(field);
    expect(heights[0]).toBe(heights[1]);
    expect(await findBrokenRules(ada)).toEqual([]);
  });

  await test.step('without a model it says that there is no estimate, and shows no band', async () => {
    await expect(getPanel(ada).getByText(writing.noEstimate)).toBeVisible();
    await expect(getPanel(ada).locator('.estimate-band')).toHaveCount(0);
    await expect(getPanel(ada).getByText('IELTS')).toHaveCount(0);
  });

  await test.step('a suggestion is taken by one press, and the browser takes it back', async () => {
    await getCard(ada, 'beautifull')
      .getByRole('button', { name: writing.use({ text: 'beautiful' }) })
      .click();
    await expect(getField(ada)).toHaveValue(/a beautiful boat/);
    await expect(getCard(ada, 'beautifull')).toHaveCount(0);
    await getField(ada).press('ControlOrMeta+z');
    await expect(getField(ada)).toHaveValue(/a beautifull boat/);
  });

  await test.step('the others move with their words, and one whose words change goes', async () => {
    await getField(ada).press('ControlOrMeta+Home');
    await ada.keyboard.type('Look 👩‍🚀! ');
    await expect.poll(() => readUnderlined(ada)).toEqual(expect.arrayContaining(['is', 'weathr']));
    await getField(ada).press('ControlOrMeta+End');
    await ada.keyboard.press('ArrowLeft');
    await ada.keyboard.type('s');
    await expect.poll(() => readUnderlined(ada)).not.toContain('weathr');
    await expect.poll(() => readUnderlined(ada)).toContain('is');
  });

  await test.step('by keyboard: from the text to the list, to the words and on to the next', async () => {
    const [first] = await getPanel(ada).locator('.finding-quote').allTextContents();
    await getPanel(ada).locator('.finding-quote').first().focus();
    await ada.keyboard.press('Enter');
    await expect(getField(ada)).toBeFocused();
    expect(
      await getField(ada).evaluate((field: HTMLTextAreaElement) =>
        field.value.slice(field.selectionStart, field.selectionEnd),
      ),
    ).toBe(first);
    await getCard(ada, first ?? '')
      .getByRole('button', { name: writing.dismiss })
      .focus();
    await ada.keyboard.press('Enter');
    await expect(getCard(ada, first ?? '')).toHaveCount(0);
    await expect(getPanel(ada).locator(':focus')).toBeVisible();
  });

  await test.step('a word of the dictionary is not found again', async () => {
    const word = 'mountan';
    await getField(ada).fill(`We saw a ${word} here.`);
    await getPanel(ada).getByRole('button', { name: writing.checkAgain }).click();
    await getCard(ada, word).getByRole('button', { name: writing.addToDictionary }).click();
    await expect(getPanel(ada).getByText(writing.handled)).toBeVisible();
    await getPanel(ada).getByText(writing.dictionary).click();
    await getPanel(ada)
      .getByRole('button', { name: writing.removeWord({ word }) })
      .click();
    await expect(getPanel(ada).getByRole('button', { name: writing.removeWord({ word }) })).toHaveCount(0);
  });

  await test.step('measures over the versions, and the quota', async () => {
    await getPanel(ada).getByText(writing.measures).click();
    await expect(getPanel(ada).getByText(writing.WORDS, { exact: true })).toBeVisible();
    await expect(getPanel(ada).locator('.measure svg').first()).toBeVisible();
    await expect(getPanel(ada).getByText(/\d+ checks? left today/)).toBeVisible();
  });

  await test.step('without a network it says so', async () => {
    await ada.context().setOffline(true);
    await expect(getPanel(ada).getByText(writing.offline)).toBeVisible();
    await expect(getPanel(ada).getByRole('button', { name: writing.checkAgain })).toBeDisabled();
    await ada.context().setOffline(false);
  });
  await deletePost(ada, id);
});

test('findings are underlined in the article, and one press leads from each to its words', async ({ open }) => {
  const ada = await open({ as: 'ada', viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
  await ada.goto('/');
  const id = await createPost(ada, { title: unique('Dogs'), body: BODY });
  await publishPost(ada, id);
  await ada.goto(`/posts/${id}`);
  await ada.locator('summary', { hasText: writing.title }).click();

  await test.step('by their kind, after emoji, CJK and combining marks', async () => {
    await getPanel(ada).getByRole('button', { name: writing.check }).click();
    await expect(getCard(ada, 'beautifull')).toBeVisible();
    await expect.poll(() => readHighlighted(ada)).toEqual(expect.arrayContaining(['is', 'beautifull', 'weathr']));
    expect(await findBrokenRules(ada)).toEqual([]);
  });

  await test.step('its words come into view, and a dismissed one is underlined no more', async () => {
    const words = ada.locator('.article .markdown p', { hasText: 'The dogs is' });
    await ada.keyboard.press('End');
    await getCard(ada, 'is').locator('.finding-quote').press('Enter');
    await expect(words).toBeInViewport();
    await getCard(ada, 'is').getByRole('button', { name: writing.dismiss }).press('Enter');
    await expect(getCard(ada, 'is')).toHaveCount(0);
    await expect.poll(() => readHighlighted(ada)).not.toContain('is');
    await expect(getPanel(ada).locator(':focus')).toBeVisible();
  });
  await deletePost(ada, id);
});
