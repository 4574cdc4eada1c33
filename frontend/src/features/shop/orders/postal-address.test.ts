// Addresses are written line by line, without what they lack.
import { expect, it } from 'vitest';
import { writeAddress } from './postal-address';

const ADDRESS = { name: 'Ada Moreau', street: '1 Rue des Lilas', town: 'Lyon', region: '', postcode: '69001' };

it('the postcode stands before the town, and the country last in the reader’s language', () => {
  expect(writeAddress({ ...ADDRESS, country: 'FR' }, 'vi')).toEqual([
    'Ada Moreau',
    '1 Rue des Lilas',
    '69001 Lyon',
    'Pháp',
  ]);
});

it('every line of the street is one', () => {
  const lines = writeAddress({ ...ADDRESS, street: '12 Hàng Bạc\nTầng 3', postcode: '', country: 'VN' }, 'en');
  expect(lines).toEqual(['Ada Moreau', '12 Hàng Bạc', 'Tầng 3', 'Lyon', 'Vietnam']);
});
