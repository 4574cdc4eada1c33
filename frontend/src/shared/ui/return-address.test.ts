import { expect, it } from 'vitest';
import { getReturnAddress } from './return-address';

it('leads back to the page, with what was chosen on it', () => {
  expect(getReturnAddress({ pathname: '/map', href: '/map?lat=15&lng=105&z=4&tag=food', search: {} })).toBe(
    '/map?lat=15&lng=105&z=4&tag=food',
  );
  expect(getReturnAddress({ pathname: '/posts/post_1', href: '/posts/post_1#comments', search: {} })).toBe(
    '/posts/post_1#comments',
  );
});

it('an account page leads back to where its reader came from, home needs no address', () => {
  expect(getReturnAddress({ pathname: '/sign-up', href: '/sign-up?to=%2Fwrite', search: { to: '/write' } })).toBe(
    '/write',
  );
  expect(getReturnAddress({ pathname: '/sign-in', href: '/sign-in', search: {} })).toBeUndefined();
  expect(getReturnAddress({ pathname: '/', href: '/', search: {} })).toBeUndefined();
});
