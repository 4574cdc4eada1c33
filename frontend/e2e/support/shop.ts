// Products and orders of the people on a page, made by the API.
import type { Page } from '@playwright/test';
import { ask, createPublishedPost } from './api';

const CREATE_PRODUCT =
  'mutation($input: CreateProductInput!) { createProduct(input: $input) { product { id version variants { id } } errors { message } } }';
const PUBLISH_PRODUCT =
  'mutation($input: PublishProductInput!) { publishProduct(input: $input) { product { version } errors { message } } }';
const CHANGE_STOCK = 'mutation($input: ChangeStockInput!) { changeStock(input: $input) { errors { message } } }';
const PRODUCT_VERSION = 'query($id: ID!) { product(id: $id) { version } }';
const UPDATE_VARIANT = 'mutation($input: UpdateVariantInput!) { updateVariant(input: $input) { errors { message } } }';
const PLACE_ORDER =
  'mutation($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id } errors { message } } }';
const CANCEL_ORDER = 'mutation($input: CancelOrderInput!) { cancelOrder(input: $input) { errors { message } } }';

export const ADDRESS = { name: 'Béla Horvat', street: 'Fő utca 1', town: 'Budapest', country: 'HU' };

interface Book {
  postId: string;
  id: string;
  variantId: string;
}

/** Put a book of a new article on sale, with 19 % of tax in its price. */
export async function sellBook(page: Page, title: string, price: number, stock: number): Promise<Book> {
  const postId = await createPublishedPost(page, title);
  const input = {
    type: 'BOOK',
    subjectId: postId,
    title,
    currency: 'EUR',
    taxRate: 1900,
    variants: [{ name: 'Paperback', price, stock }],
  };
  const { createProduct } = await ask<{
    createProduct: { product: { id: string; version: number; variants: [{ id: string }] } };
  }>(page, CREATE_PRODUCT, { input });
  const { id, version, variants } = createProduct.product;
  await ask(page, PUBLISH_PRODUCT, { input: { id, expectedVersion: version } });
  return { postId, id, variantId: variants[0].id };
}

export async function changeStock(page: Page, { id, variantId }: Book, delta: number): Promise<void> {
  await ask(page, CHANGE_STOCK, { input: { productId: id, variantId, delta } });
}

/** Order one of a book at its first price; return the order's id. */
export async function placeOrder(page: Page, { variantId }: Book): Promise<string> {
  const input = {
    lines: [{ variantId, quantity: 1, priceVersion: 1 }],
    shippingAddress: ADDRESS,
    idempotencyKey: crypto.randomUUID(),
  };
  const { placeOrder: placed } = await ask<{ placeOrder: { order: { id: string } } }>(page, PLACE_ORDER, { input });
  return placed.order.id;
}

export async function cancelOrder(page: Page, id: string): Promise<void> {
  await ask(page, CANCEL_ORDER, { input: { id } });
}

/** Change the price of a published book, which nothing else has changed. */
export async function changePrice(page: Page, { id, variantId }: Book, price: number): Promise<void> {
  const { product } = await ask<{ product: { version: number } }>(page, PRODUCT_VERSION, { id });
  const input = { productId: id, variantId, expectedVersion: product.version, price };
  await ask(page, UPDATE_VARIANT, { input });
}

export async function clearCart(page: Page): Promise<void> {
  await ask(page, 'mutation { clearCart { errors { message } } }');
}
