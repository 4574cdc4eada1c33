// An address that somebody typed never breaks the shop.
import { expect, it } from 'vitest';
import { parseCheckoutSearch, parseSalesSearch, parseShopSearch, parseSourceSearch } from './shop-address';

it.each([
  [{ kind: 'WALK' }, 'WALK'],
  [{ kind: 'walk' }, undefined],
  [{ kind: 7 }, undefined],
  [{}, undefined],
])('%o shows %s', (search, kind) => {
  expect(parseShopSearch(search)).toEqual({ kind });
});

it('a product is made from what the address names', () => {
  expect(parseSourceSearch({ post: 'post_1', photo: '', pin: 3 })).toEqual({
    post: 'post_1',
    photo: undefined,
    pin: undefined,
  });
});

it.each([
  [{ state: 'SHIPPED' }, 'SHIPPED'],
  [{ state: 'LOST' }, undefined],
  [{}, undefined],
])('%o shows the sales in state %s', (search, state) => {
  expect(parseSalesSearch(search)).toEqual({ state });
});

it.each([
  [{ currency: 'VND' }, 'VND'],
  [{ currency: 7 }, undefined],
])('%o orders what is priced in %s', (search, currency) => {
  expect(parseCheckoutSearch(search)).toEqual({ currency });
});
