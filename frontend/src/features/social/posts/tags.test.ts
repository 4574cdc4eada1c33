// Tags are separated by commas and Enter only, and equal ones are kept once.
import { expect, it } from 'vitest';
import { addTags, splitTyped } from './tags';

it.each([
  ['#Rivers, low light,,rivers', ['rivers', 'low light']],
  ['sông hồng,＃MÙA THU', ['sông hồng', 'mùa thu']],
  ['河、山，خريف، شتاء', ['河', '山', 'خريف', 'شتاء']],
  ['one\ntwo words\n', ['one', 'two words']],
  ['café,cafe\u0301,CAFÉ', ['café']],
  ['서울,서울', ['서울']],
  [' , #, \u200B', []],
  ['\u200B', []],
])('%s', (text, tags) => {
  expect(addTags([], text)).toEqual(tags);
});

it('adds to known tags without touching them', () => {
  const known = ['two words', 'a,b'];

  expect(addTags(known, 'Two  Words')).toBe(known);
  expect(addTags(known, 'third')).toEqual(['two words', 'a,b', 'third']);
});

it('leaves the tag that is still being typed', () => {
  expect(splitTyped('rivers, low li')).toEqual({ finished: 'rivers', rest: ' low li' });
  expect(splitTyped('low li')).toEqual({ finished: '', rest: 'low li' });
});
