// Articles found by a tag, by what the AI sees in their photos, and by what a passage of them means.
import type { Page } from '@playwright/test';
import { ask } from './support/api';
import { expectAgreement } from './support/map';
import { answerTo } from './support/network';
import { expect, test } from './support/test';
import { words } from './support/words';

const { passages, search, shared } = words;
const SIMILAR = 'query($id: ID!) { similar(subjectId: $id) { subjectId } }';
const QUESTION = 'Which bird climbs down a tree with its head first?';

// Articles may still be on their way into the index, and no page says when they are there.

/** Search until a passage is found. */
async function searchUntilFound(page: Page, question: string): Promise<void> {
  await expect(async () => {
    const answer = answerTo(page, 'FoundPassages');
    await page.goto(`/search?question=${encodeURIComponent(question)}`);
    const { data } = (await (await answer).json()) as { data: { searchByMeaning: unknown[] | null } };
    expect(data.searchByMeaning ?? []).not.toEqual([]);
  }).toPass();
}

/** Ask until other articles are similar to one. */
async function waitForSimilar(page: Page, id: string): Promise<void> {
  await expect(async () => {
    const { similar } = await ask<{ similar: unknown[] }>(page, SIMILAR, { id });
    expect(similar).not.toEqual([]);
  }).toPass();
}

test('articles are found by a tag, by what the AI sees and by their meaning', async ({ guest: page }) => {
  const cards = page.locator('.card');
  await test.step('by a tag, and shown on the map', async () => {
    await page.goto('/search');
    await page.locator('.chip', { hasText: '#india' }).click();
    await expect(page.getByRole('heading', { name: '#india' })).toBeVisible();
    await expect(cards).toHaveCount(3);
    await page.getByRole('link', { name: search.showOnMap({ tag: 'india' }) }).click();
    await page.waitForURL(/\/map\?.*tag=india/);
    expect((await expectAgreement(page)).counted).toBe(3);
  });

  await test.step('by what the AI sees, in whatever letters', async () => {
    await page.goto('/search');
    const label = await page.locator('.chip').filter({ hasNotText: '#' }).first().innerText();
    await page.getByLabel(search.label).fill(label.toUpperCase());
    await page.keyboard.press('Enter');
    await page.waitForURL(/label=/);
    await expect(cards.first()).toBeVisible();
  });

  await test.step('where nothing is found, words lead somewhere', async () => {
    await page.goto('/search?tag=nothing-bears-this');
    await expect(page.getByText(search.noResults)).toBeVisible();
    await expect(page.locator('.chip').first()).toBeVisible();
  });

  await test.step('by the meaning of a passage, which is shown and focused in its article', async () => {
    await searchUntilFound(page, QUESTION);
    await page.goto('/search');
    await page.getByRole('textbox', { name: passages.question }).fill(QUESTION);
    await page.keyboard.press('Enter');
    const found = page.getByRole('region', { name: passages.found({ question: QUESTION }) }).getByRole('listitem');
    await expect(found.first()).toContainText('head first');
    await found.first().getByRole('link').click();
    await page.waitForURL(/#passage-\d+-\d+$/);
    const passage = page.locator('.markdown .passage');
    await expect(passage).toContainText('head first');
    await expect(passage).toBeInViewport();
    await expect(passage).toBeFocused();
  });

  await test.step('from the end of an article on to a similar one', async () => {
    await waitForSimilar(page, new URL(page.url()).pathname.replace('/posts/', ''));
    await page.reload();
    const similar = page.getByRole('region', { name: passages.similar });
    await expect(page.locator('.markdown .passage')).toBeInViewport();
    const link = similar.getByRole('link').first();
    // The page grows while its pictures and comments come: its end is where it was only once they are there.
    await expect(async () => {
      await page.keyboard.press('End');
      await expect(link).toBeInViewport({ timeout: 1000 });
    }).toPass();
    const title = await link.innerText();
    await link.click();
    await expect(page.getByRole('heading', { level: 1, name: title, exact: true })).toBeFocused();
  });

  await test.step('a search that fails says so, and works when it is tried again', async () => {
    await page.route('**/graphql', (route) =>
      /query Found/.test(route.request().postData() ?? '') ? route.abort() : route.continue(),
    );
    await page.goto('/search?tag=china');
    const again = page.getByRole('alert').getByRole('button', { name: shared.tryAgain });
    await expect(again).toBeVisible();
    await page.unroute('**/graphql');
    await again.click();
    await expect(cards.first()).toBeVisible();
  });
});
