// Chapters: found by their second, written as lines, and read back.
import { expect, it } from 'vitest';
import { findChapter, parseChapters, writeChapters } from './chapters';

const CHAPTERS = [
  { seconds: 0, title: 'The pool' },
  { seconds: 65, title: 'The palace: inside' },
  { seconds: 3729, title: 'The stream' },
];

it('a second belongs to the last chapter that has begun', () => {
  expect([0, 64.9, 65, 9999].map((second) => findChapter(CHAPTERS, second)?.seconds)).toEqual([0, 0, 65, 3729]);
  expect(findChapter([], 5)).toBeNull();
});

it('chapters are read as they are written', () => {
  expect(writeChapters(CHAPTERS)).toBe('0:00 The pool\n1:05 The palace: inside\n1:02:09 The stream');
  expect(parseChapters(writeChapters(CHAPTERS))).toEqual(CHAPTERS);
});

it('empty lines are no chapters, and no lines are none', () => {
  expect(parseChapters('\n  0:00  The pool \n\n')).toEqual([CHAPTERS[0]]);
  expect(parseChapters('  ')).toEqual([]);
});

it.each(['The pool', '0:00', '90 The pool', '0:5 The pool', '1:2:03: The pool'])('%s is no chapter', (line) => {
  expect(parseChapters(`0:00 Start\n${line}`)).toBeNull();
});
