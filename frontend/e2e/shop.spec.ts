// Mei sells a book of her article; a guest finds it, and their cart says what changes, before and after they sign in as Béla.
import { createPublishedPost, deletePost } from './support/api';
import { expect, signIn, test, unique } from './support/test';
import { words } from './support/words';

const { carts, catalogue, selling } = words;

test('Mei sells a book, changes its price and takes it off sale, and a buyer’s cart says so', async ({
  mei,
  guest,
}) => {
  await mei.goto('/');
  const title = unique('Forty photos of rain');
  const postId = await createPublishedPost(mei, title);
  const button = (name: string) => mei.getByRole('button', { name, exact: true });
  const row = guest.locator('.cart-row', { hasText: title });

  await test.step('an article becomes a product', async () => {
    await mei.goto(`/posts/${postId}`);
    await mei.getByRole('link', { name: catalogue.sellThis }).click();
    await expect(mei.getByRole('radio', { name: selling.BOOK })).toBeChecked();
    await mei.getByLabel(selling.name, { exact: true }).fill('Paperback');
    await mei.getByLabel(selling.price({ currency: 'EUR' })).fill('19,00');
    await mei.getByLabel(selling.stock).fill('5');
    await button(selling.publish).click();
    await expect(mei.getByRole('heading', { name: title, level: 1 })).toBeVisible();
    await mei.waitForURL('**/products/*');
  });

  await test.step('a guest finds it on the article, and takes two', async () => {
    await guest.goto(`/posts/${postId}`);
    await guest.getByRole('region', { name: catalogue.forSale }).getByRole('link', { name: title }).click();
    await guest.getByRole('button', { name: carts.moreOfIt }).click();
    await guest.getByRole('button', { name: carts.addToCart }).click();
    await expect(guest.getByRole('link', { name: carts.badge({ count: 2 }) })).toBeVisible();
    await guest.getByRole('link', { name: carts.viewCart }).click();
    await expect(row).toContainText('€38.00');
  });

  await test.step('a new price is said, and counts once it is accepted', async () => {
    await mei.getByRole('link', { name: catalogue.edit }).click();
    await mei.getByLabel(selling.price({ currency: 'EUR' })).fill('22.50');
    await button(selling.save).first().click();
    await expect(mei.getByText(selling.saved, { exact: true })).toBeVisible();
    await guest.reload();
    await expect(row).toContainText(carts.priceRose({ before: '€19.00', now: '€22.50' }));
    await row.getByRole('button', { name: carts.acceptPrice }).click();
    await expect(row.locator('.cart-problem')).toBeHidden();
    await expect(row).toContainText('€45.00');
  });

  await test.step('signing in keeps it, and quantities change by keyboard', async () => {
    await signIn(guest, 'bela', '/cart');
    await expect(row).toContainText('€45.00');
    await row.getByRole('textbox').fill('3');
    await expect(row).toContainText('€67.50');
    await guest.reload();
    await expect(row.getByRole('textbox')).toHaveValue('3');
  });

  await test.step('taken off sale it can only be removed', async () => {
    await button(selling.retire).click();
    await expect(button(selling.publish)).toBeVisible();
    await guest.reload();
    await expect(row).toContainText(carts.notForSale);
    await row.getByRole('button', { name: carts.remove }).click();
    await expect(row).toBeHidden();
  });

  await deletePost(mei, postId);
});
