// The gazetteer finds places however their names are typed.
import { expect, it } from 'vitest';
import { createCountryNames, foldName, Gazetteer, parseGazetteer } from './gazetteer';

const LINES = [
  'London\tGB\t5151\t-13',
  'Paris\tFR\t4885\t235',
  'Da Nang\tVN\t1607\t10822',
  'London\tCA\t4298\t-8125',
  'Hội An\tVN\t1588\t10834',
  'New London\tUS\t4136\t-7210',
  'Suva\tFJ\t-1814\t17844',
  'Łódź\tPL\t5177\t1947',
  'Đà Bắc\tVN\t2088\t10525',
].join('\n');
const world = new Gazetteer(parseGazetteer(LINES), createCountryNames('en'));
const found = (query: string) => world.search(query).map(({ name, country }) => `${name} ${country}`);

it.each([
  ['hoi an', ['Hội An VN']],
  ['HỘI AN', ['Hội An VN']],
  ['da bac', ['Đà Bắc VN']],
  ['lodz', ['Łódź PL']],
  ['an vietnam', ['Hội An VN']],
  ['nang', ['Da Nang VN']],
  ['zzz', []],
  ['  ', []],
])('%s finds %j', (query, names) => {
  expect(found(query)).toEqual(names);
});

it('whole names come first, the largest before the others; a country chooses among them', () => {
  expect(found('london')).toEqual(['London GB', 'London CA', 'New London US']);
  expect(found('london canada')).toEqual(['London CA']);
});

it('countries are found by their names in the language of the reader', () => {
  const vi = new Gazetteer(parseGazetteer(LINES), createCountryNames('vi'));
  expect(vi.search('london anh').map(({ country }) => country)).toEqual(['GB']);
});

it('names the nearest place, also across the antimeridian, and nothing in the open sea', () => {
  expect(world.findNearest(15.9, 108.3)?.name).toBe('Hội An');
  expect(
    new Gazetteer(parseGazetteer('Edge\tFJ\t-1700\t17999'), createCountryNames('en')).findNearest(-17, -179.95)?.name,
  ).toBe('Edge');
  expect(world.findNearest(-40, -120)).toBeNull();
});

it('folding takes accents, capitals and signs away', () => {
  expect(foldName('Thành phố Hồ Chí Minh')).toBe('thanh pho ho chi minh');
  expect(foldName("Saint-Jean-d'Angély")).toBe('saint jean d angely');
});
