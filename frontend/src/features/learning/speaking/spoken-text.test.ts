// Where words stand in their paragraph.
import { expect, it } from 'vitest';
import type { SpokenWord } from './reading-data';
import { countByStatus, placeWords } from './spoken-text';

const say = (status: SpokenWord['status'], start: number, end: number): SpokenWord => ({
  status,
  expected: start === end ? null : 'word',
  heard: null,
  start,
  end,
  fromSecond: null,
  toSecond: null,
});

it('stands between its punctuation, after emoji and without marks of Markdown', () => {
  const paragraph = '😀 **Old** [bridge](https://a.example), here.';
  const at = (word: string) => {
    const start = Array.from(paragraph.slice(0, paragraph.indexOf(word))).length;
    return [start, start + word.length] as const;
  };
  const comma = at(', here')[0];

  const { pieces, after } = placeWords(paragraph, [
    say('READ', ...at('Old')),
    say('READ', ...at('bridge')),
    say('ADDED', comma + 2, comma + 2),
    say('READ', ...at('here')),
  ]);

  expect(pieces.map(({ before }) => before)).toEqual(['😀 ', ' ', ', ', '']);
  expect(after).toBe('.');
});

it('counts by how words were heard', () => {
  const counts = countByStatus([say('READ', 0, 1), say('READ', 2, 3), say('FILLER', 3, 3)]);

  expect([counts.READ, counts.FILLER, counts.MISSED]).toEqual([2, 1, 0]);
});
