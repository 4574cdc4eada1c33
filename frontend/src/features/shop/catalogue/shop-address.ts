// What the pages of the shop show, and what a product is to be made from, as the address says it.
import { isId } from '../../../shared/ids';

export const KINDS = ['PRINT', 'BOOK', 'WALK'] as const;
export type Kind = (typeof KINDS)[number];

interface ShopSearch {
  kind?: Kind | undefined;
}

/** Read the kind of products from an address; what it does not know is left out. */
export function parseShopSearch({ kind }: Record<string, unknown>): ShopSearch {
  return { kind: KINDS.find((each) => each === kind) };
}

interface SourceSearch {
  /** The article. */
  post?: string | undefined;
  photo?: string | undefined;
  pin?: string | undefined;
}

/** Read from an address what a product is to be made from. */
export function parseSourceSearch({ post, photo, pin }: Record<string, unknown>): SourceSearch {
  const parseId = (value: unknown) => (typeof value === 'string' && isId(value) ? value : undefined);
  return { post: parseId(post), photo: parseId(photo), pin: parseId(pin) };
}

export const SALE_STATES = ['WAITING', 'PREPARING', 'SHIPPED', 'CONFIRMED', 'DONE'] as const;
export type SaleState = (typeof SALE_STATES)[number];

/** Which sales are shown; all if it is no state. */
export function parseSalesSearch({ state }: Record<string, unknown>): { state?: SaleState | undefined } {
  return { state: SALE_STATES.find((each) => each === state) };
}

/** Which currency is ordered; the first of the cart's if it is none. */
export function parseCheckoutSearch({ currency }: Record<string, unknown>): { currency?: string | undefined } {
  return { currency: typeof currency === 'string' ? currency : undefined };
}
