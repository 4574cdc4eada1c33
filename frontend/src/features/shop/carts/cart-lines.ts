// The lines of a cart with what their products are now, and what has changed since: the API says it, and for guests we do.
import { graphql, type ResultOf } from '../../../shared/graphql/graphql';
import { PictureFields } from '../../../shared/ui/picture';
import type { GuestLine } from './guest-cart';

export const CartProductFields = graphql(
  `
    fragment CartProductFields on Product @_unmask {
      id
      type
      title
      taxRate
      seller {
        id
        handle
        displayName
      }
      photo {
        id
        ...PictureFields
      }
    }
  `,
  [PictureFields],
);

export const CartVariantFields = graphql(`
  fragment CartVariantFields on Variant @_unmask {
    id
    name
    price {
      amount
      currency
    }
    priceVersion
    startsAt
    zone
    minutes
    availability
  }
`);

export const CartLineFields = graphql(
  `
    fragment CartLineFields on CartLine @_unmask {
      variantId
      productId
      title
      quantity
      priceSeen {
        amount
        currency
      }
      priceVersionSeen
      total {
        amount
        currency
      }
      problem
      product {
        ...CartProductFields
      }
      variant {
        ...CartVariantFields
      }
    }
  `,
  [CartProductFields, CartVariantFields],
);

export type CartLine = ResultOf<typeof CartLineFields>;
type CartProduct = ResultOf<typeof CartProductFields>;
type CartVariant = ResultOf<typeof CartVariantFields>;

/** What is known of the product of a guest's line. */
export type Offer = CartProduct & { variants: readonly CartVariant[] };

/**
 * Return a guest's line as the API would show it, except that nobody tells guests how many are left.
 * The offer is null if it is no longer for sale, and undefined while that is not known.
 */
export function fillGuestLine(line: GuestLine, offer: Offer | null | undefined): CartLine {
  if (offer === undefined)
    return { ...line, total: multiply(line.priceSeen, line.quantity), problem: null, product: null, variant: null };
  const variant = offer?.variants.find(({ id }) => id === line.variantId) ?? null;
  if (!offer || !variant) return { ...line, total: null, problem: 'NOT_FOR_SALE', product: null, variant: null };
  const total = multiply(variant.price, line.quantity);
  return { ...line, total, problem: findProblem(line, variant), product: offer, variant };
}

function findProblem(line: GuestLine, variant: CartVariant): CartLine['problem'] {
  if (variant.availability === 'SOLD_OUT') return 'SOLD_OUT';
  return variant.priceVersion === line.priceVersionSeen ? null : 'PRICE_CHANGED';
}

function multiply({ amount, currency }: CartLine['priceSeen'], quantity: number) {
  return { amount: amount * quantity, currency };
}
