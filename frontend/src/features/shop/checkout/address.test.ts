// Addresses of many countries can be sent; what is missing or too long is named by its field.
import { expect, it } from 'vitest';
import { EMPTY_ADDRESS, findAddressProblems, parseAddress, trimAddress } from './address';

const HANOI = { ...EMPTY_ADDRESS, name: 'Đỗ Thị Mai', street: '12 Hàng Bạc\nTầng 3', town: 'Hà Nội', country: 'VN' };

it.each([
  HANOI,
  { ...HANOI, name: 'محمد', region: 'Île-de-France', postcode: '75001' },
  { ...HANOI, name: '👩‍🚀'.repeat(40) },
])('an address without a region or a postcode can be sent: $name', (address) => {
  expect(findAddressProblems(address).size).toBe(0);
});

it('every field that is needed is named when it is empty or blank', () => {
  expect([...findAddressProblems({ ...EMPTY_ADDRESS, street: ' \n ' })]).toEqual(
    ['name', 'street', 'town', 'country'].map((field) => [field, 'missing']),
  );
});

it('a text that the API would refuse is named', () => {
  expect([...findAddressProblems({ ...HANOI, postcode: '1'.repeat(41) })]).toEqual([['postcode', 'tooLong']]);
});

it('what is sent has no blanks around it, and nothing that an answer had beside it', () => {
  const answered = { ...HANOI, town: ' Hà Nội ', __typename: 'Address' };
  expect(trimAddress(answered)).toEqual(HANOI);
});

it.each(['', '{', '{"name":1}', 'null'])('what was not kept whole is no address: %s', (text) => {
  expect(parseAddress(text)).toBeNull();
  expect(parseAddress(JSON.stringify(HANOI))).toEqual(HANOI);
});
