// Béla orders books of Mei's: with an empty address, at a price and in a number that have changed, with an answer that is lost. He cancels
// one before and one after he paid it, pays another after his first card is declined, and Mei ships it and gives the money back.
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { deletePost } from './support/api';
import { Keyboard } from './support/keyboard';
import { loseAnswer } from './support/network';
import { ADDRESS, changePrice, changeStock, clearCart, sellBook } from './support/shop';
import { expect, test, unique } from './support/test';
import { beginningOf, startingWith, words } from './support/words';

const { carts, checkout, orders } = words;

const placeOrderFor = (page: Page, total: string) =>
  page.getByRole('button', { name: checkout.placeOrder({ total }), exact: true });

async function fillAddress(page: Page, { name, street, town, country }: typeof ADDRESS): Promise<void> {
  await page.getByLabel(checkout.street).fill(street); // from now on no address of an earlier order is filled in
  await page.getByLabel(checkout.name).fill(name);
  await page.getByLabel(checkout.town).fill(town);
  await page.getByLabel(checkout.country).selectOption(country);
}

async function cancelOrder(page: Page, consequence: string): Promise<void> {
  await page.getByRole('button', { name: orders.cancel }).click();
  const question = page.locator('.confirm[open]');
  await expect(question).toContainText(consequence);
  await question.getByRole('button', { name: orders.cancel }).click();
  await expect(page.locator('.order-now .order-state')).toHaveText(orders.CANCELLED);
}

/** Put what an ended order held back into the cart, and look at it there. */
async function orderAgain(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: orders.orderAgain }).click();
  await page.getByRole('link', { name: orders.viewCart }).click();
  await expect(page.locator('.cart-row', { hasText: title })).toBeVisible();
}

/** Fill in the provider's page. */
async function payWith(page: Page, number: string): Promise<void> {
  const details = { email: 'bela@waymark.example', number, expiry: '12/40', cvc: '123', name: ADDRESS.name };
  for (const [name, text] of Object.entries(details)) await page.locator(`input[name=${name}]`).fill(text);
  await page.locator('button[type=submit]').click();
}

async function expectPaid(page: Page): Promise<void> {
  await page.waitForURL('**/orders/order_*');
  // A webhook that is lost is made up for within a minute.
  await expect(page.locator('.order-now .order-state')).toHaveText(orders.PAID, { timeout: 150_000 });
}

/** Download an invoice or a credit note by the words of its button. */
async function expectPdf(page: Page, button: string, name: RegExp): Promise<void> {
  const downloading = page.waitForEvent('download');
  await page
    .getByRole('button', { name: startingWith(beginningOf(button)) })
    .first()
    .click();
  const file = await downloading;
  expect(file.suggestedFilename()).toMatch(name);
  expect((await readFile(await file.path())).subarray(0, 5).toString()).toBe('%PDF-');
}

test('Béla orders what he saw, once, whatever changes and breaks meanwhile', async ({ mei, open }) => {
  const bela = await open({ as: 'bela' });
  await mei.goto('/');
  await bela.goto('/');
  await clearCart(bela);
  const title = unique('Letters from the ferry');
  const book = await sellBook(mei, title, 1900, 2);
  const line = bela.locator('.receipt-line', { hasText: title });
  const totals = bela.locator('.receipt-totals');

  await test.step('from the product to the checkout, where every line adds up', async () => {
    await bela.goto(`/products/${book.id}`);
    await bela.getByRole('button', { name: carts.moreOfIt }).click();
    await bela.getByRole('button', { name: carts.addToCart }).click();
    await bela.getByRole('link', { name: carts.viewCart }).click();
    await bela.getByRole('link', { name: checkout.checkOut, exact: true }).click();
    await expect(line).toContainText(orders.taxOfLine({ net: '€31.93', tax: '€6.07', rate: '19%' }));
    await expect(totals).toHaveText(/€31\.93.*€6\.07.*€38\.00/);
  });

  await test.step('an empty address is not sent, and says what it lacks', async () => {
    await fillAddress(bela, { name: '', street: ' ', town: '', country: '' }); // also where an order before left one
    await placeOrderFor(bela, '€38.00').click();
    await expect(bela.getByLabel(checkout.name)).toBeFocused();
    await expect(bela.locator('.field-problem')).toHaveText([
      checkout.missingName,
      checkout.missingStreet,
      checkout.missingTown,
      checkout.missingCountry,
    ]);
    await fillAddress(bela, ADDRESS);
    await expect(bela.locator('.field-problem')).toHaveCount(0);
  });

  await test.step('a price that has just changed is said, and accepted in place', async () => {
    await changePrice(mei, book, 2250);
    await placeOrderFor(bela, '€38.00').click();
    await expect(bela.getByRole('alert').filter({ hasText: checkout.refused })).toBeVisible();
    await expect(line).toContainText(carts.priceRose({ before: '€19.00', now: '€22.50' }));
    await expect(placeOrderFor(bela, '€45.00')).toBeDisabled();
    await line.getByRole('button', { name: carts.acceptPrice }).click();
    await expect(placeOrderFor(bela, '€45.00')).toBeEnabled();
  });

  await test.step('of what is no longer there, the rest can be taken', async () => {
    await changeStock(mei, book, -1);
    await placeOrderFor(bela, '€45.00').click();
    await expect(line).toContainText(carts.onlyLeft({ count: 1 }));
    await line.getByRole('button', { name: carts.takeLeft({ count: 1 }) }).click();
    await expect(placeOrderFor(bela, '€22.50')).toBeEnabled();
  });

  await test.step('an order whose answer was lost is the same order after a reload', async () => {
    await loseAnswer(bela, 'PlaceOrder');
    await placeOrderFor(bela, '€22.50').click();
    await expect(bela.getByRole('alert').filter({ hasText: words.shared.unreachable })).toBeVisible();
    await bela.reload();
    await expect(bela.getByLabel(checkout.street)).toHaveValue(ADDRESS.street);
    await placeOrderFor(bela, '€22.50').click(); // the only piece is held by the first: another order would be refused
    await bela.waitForURL('**/orders/order_*');
    await expect(bela.locator('.order-state')).toHaveText(orders.PENDING);
    await expect(totals).toHaveText(/€18\.91.*€3\.59.*€22\.50/);
    await expect(bela.locator('.postal-address')).toHaveText(/Fő utca 1.*Budapest.*Hungary/);
  });

  await test.step('what was ordered is out of the cart, and among the orders', async () => {
    await expect(bela.getByRole('link', { name: carts.badge({ count: 0 }) })).toBeVisible();
    await bela.getByRole('link', { name: orders.yourOrders }).click();
    await bela.locator('.order-rows li', { hasText: title }).getByRole('link').click();
  });

  await test.step('it is cancelled, ordered again, paid, and cancelled again: the money goes back', async () => {
    await cancelOrder(bela, orders.cancelConsequence);
    await orderAgain(bela, title);
    await bela.getByRole('link', { name: checkout.checkOut, exact: true }).click();
    await placeOrderFor(bela, '€22.50').click(); // to the address of before
    await bela.getByRole('button', { name: orders.pay({ total: '€22.50' }) }).click();
    await payWith(bela, '4242 4242 4242 4242');
    await expectPaid(bela);
    await cancelOrder(bela, orders.cancelPaidConsequence);
    await expect(totals).toContainText(orders.refunded);
    await expect(bela.locator('.order-now')).toContainText(orders.refundedNote);
  });

  await test.step('its piece is sold to somebody else', async () => {
    await orderAgain(bela, title);
    await changeStock(mei, book, -1);
    await bela.getByRole('link', { name: checkout.checkOut, exact: true }).click();
    await expect(line).toContainText(carts.soldOutSince);
    await expect(bela.locator('.checkout-summary button[type=submit]')).toBeDisabled();
    await line.getByRole('button', { name: carts.remove }).click();
    await expect(bela.getByRole('heading', { name: checkout.empty })).toBeVisible();
  });

  await deletePost(mei, book.postId);
});

/** Order the product that is shown, without a mouse. */
async function orderByKeyboard(page: Page, total: string): Promise<void> {
  const keyboard = await Keyboard.of(page);
  const { activate, expectFocus, press, reach, type } = keyboard;
  await activate('button', carts.addToCart);
  await activate('link', carts.viewCart);
  await expectFocus('heading', carts.cart);
  await activate('link', checkout.checkOut);
  await expectFocus('heading', checkout.checkout);
  for (const field of ['name', 'street', 'town'] as const) {
    await reach('textbox', checkout[field]);
    await press('Control+A');
    await type(ADDRESS[field]);
  }
  await reach('combobox', checkout.country);
  await type('Hungary');
  await activate('button', checkout.placeOrder({ total }));
  await expectFocus('heading', startingWith(beginningOf(orders.orderNumber({ number: '{number}' }))));
  expect([...keyboard.defects]).toEqual([]);
}

test('Béla orders by keyboard, pays with another card after a decline, and Mei ships it', async ({ mei, open }) => {
  const bela = await open({ as: 'bela' });
  await mei.goto('/');
  await bela.goto('/');
  const title = unique('Postcards from the pier');
  const book = await sellBook(mei, title, 1900, 1);
  const sale = mei.locator('.sale', { hasText: title });
  const refund = sale.locator('.sale-refund');
  const step = (name: string) => sale.getByText(name, { exact: true });

  await test.step('nothing needs a mouse', async () => {
    await clearCart(bela);
    await bela.goto(`/products/${book.id}`);
    await expect(bela.getByRole('button', { name: carts.addToCart })).toBeEnabled();
    await orderByKeyboard(bela, '€19.00');
  });

  await test.step('a card is declined, another one is taken', async () => {
    await bela.getByRole('button', { name: orders.pay({ total: '€19.00' }) }).click();
    await payWith(bela, '4000 0000 0000 0002');
    await expect(bela.getByRole('alert')).toContainText(/declined/i);
    await payWith(bela, '4242 4242 4242 4242');
    await expectPaid(bela);
    await expect(bela.getByRole('button', { name: orders.pay({ total: '€19.00' }) })).toBeHidden();
    await expect(bela.getByRole('button', { name: orders.cancel })).toBeVisible(); // nothing has shipped yet
  });

  await test.step('the invoice is a file', async () => {
    const button = orders.downloadInvoice({ number: '{number}' });
    await expectPdf(bela, button, /^invoice-20\d\d-\d{5}\.pdf$/);
  });

  await test.step('Mei gives some of the money back', async () => {
    await mei.goto('/sell');
    await mei.getByRole('link', { name: orders.sales }).click();
    await refund.locator('summary').click();
    await refund.getByLabel(orders.refundReason).fill('It comes late.');
    await refund.getByLabel(orders.refundAmount({ left: '€19.00' })).fill('5');
    await refund.getByRole('button', { name: orders.refundNow }).click();
    await expect(sale.locator('.sale-refunded')).toHaveText(/€5\.00/);
  });

  await test.step('Mei sees where it goes, as long as she ships it', async () => {
    await expect(sale.locator('.postal-address')).toHaveText(/Béla Horvat.*Fő utca 1.*Budapest/);
    await step(orders.toSHIPPED).click();
    await expect(sale.locator('.order-state')).toHaveText(orders.SHIPPED);
    await bela.reload();
    await expect(bela.locator('.order-parts .order-state')).toHaveText(orders.SHIPPED);
    await expect(bela.getByRole('button', { name: orders.cancel })).toBeHidden();
    await step(orders.toDONE).click();
    await expect(sale).toContainText(orders.addressHidden);
    await expect(sale.locator('.postal-address')).toHaveCount(0);
  });

  await test.step('Mei gives the rest back, no more than there is, and Béla sees it', async () => {
    await mei.reload();
    await refund.locator('summary').click();
    await refund.getByRole('button', { name: orders.refundNow }).click();
    await expect(refund.getByRole('alert')).toHaveText(orders.refundNeedsReason);
    await refund.getByLabel(orders.refundReason).fill('The cover was bent.');
    await refund.getByLabel(orders.refundAmount({ left: '€14.00' })).fill('14.01');
    await refund.getByRole('button', { name: orders.refundNow }).click();
    await expect(refund.getByRole('alert')).toHaveText(orders.refundTooLarge({ left: '€14.00' }));
    await refund.getByLabel(orders.refundAmount({ left: '€14.00' })).fill('');
    await refund.getByRole('spinbutton').fill('1');
    await refund.getByRole('button', { name: orders.refundNow }).click();
    await expect(sale.locator('.sale-refunded')).toHaveText(/€19\.00/);
    await expect(refund).toHaveCount(0);
    await bela.reload();
    await expect(bela.locator('.receipt-totals')).toContainText(orders.refunded);
    await expect(bela.locator('.order-now')).toContainText(orders.refundedOf({ amount: '€19.00' }));
  });

  await test.step('the credit note of what went back first is a file', async () => {
    // It is written once the provider has told that the money went back, which the minute's work asks it for.
    const button = orders.downloadCreditNote({ number: '{number}', amount: '€5.00' });
    await expect(async () => {
      await bela.reload();
      await expect(bela.getByRole('button', { name: startingWith(beginningOf(button)) }).first()).toBeVisible({
        timeout: 5_000,
      });
    }).toPass({ timeout: 240_000 });
    await expectPdf(bela, button, /^credit-note-20\d\d-\d{5}\.pdf$/);
  });

  await deletePost(mei, book.postId);
});
