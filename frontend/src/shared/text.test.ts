// The site counts, cuts and compares text as the API does.
import { expect, it } from 'vitest';
import { cleanTag, countCharacters, getMatchKey, isolate, isVisible, takeCharacters } from './text';

const FAMILY = '👨‍👩‍👧‍👦';
const ENGLAND = '🏴󠁧󠁢󠁥󠁮󠁧󠁿';

it.each([
  ['', 0],
  ['Ada', 3],
  [FAMILY.repeat(10), 10],
  [ENGLAND.repeat(20), 20],
  ['🇻🇳🇫🇷', 2],
  ['e\u0301te\u0301', 3],
  ['각각', 2],
  ['👍🏽❤️', 2],
])('%s counts as %i characters', (text, count) => {
  expect(countCharacters(text)).toBe(count);
});

it('is cut between characters', () => {
  expect(takeCharacters(FAMILY.repeat(3), 2)).toBe(FAMILY.repeat(2));
  expect(takeCharacters(`${ENGLAND}x`, 1)).toBe(ENGLAND);
  expect(takeCharacters('e\u0301x', 1)).toBe('e\u0301');
  expect(takeCharacters('ab', 5)).toBe('ab');
});

it.each(['\u200B', '\u3164', '\u2800', '\uFFFC', '\uFEFF', '\u00AD\u00AD', '\u2060', ' ', '\u0301'])(
  '%j shows nothing',
  (text) => {
    expect(isVisible(text)).toBe(false);
  },
);

it.each(['a', '٣', '.', '👍', '한'])('%s shows', (text) => {
  expect(isVisible(text)).toBe(true);
});

it('text from right to left is isolated, and a direction override is taken out', () => {
  expect(isolate('Ada')).toBe('Ada');
  expect(isolate('שלום')).toBe('\u2068שלום\u2069');
  expect(isolate('مرحبا!')).toBe('\u2068مرحبا!\u2069');
  expect(isolate('Evil\u202E')).toBe('\u2068Evil\u2069');
  expect(isolate('a\u2069\u202Eb')).toBe('\u2068ab\u2069');
});

it.each([
  ['#Rivers', 'rivers'],
  ['＃＃Low  Light ', 'low light'],
  ['cafe\u0301', 'café'],
  ['VIÊ\u0323T', 'việt'],
  ['a\u202Eb\u0000c', 'abc'],
  [' # ', ''],
])('the tag %j is kept as %j', (typed, kept) => {
  expect(cleanTag(typed)).toBe(kept);
});

it.each([
  ['café', 'cafe\u0301'],
  ['straße', 'STRASSE'],
  ['ｆｕｌｌ', 'full'],
  ['Σίσυφος', 'ΣΊΣΥΦΟΣ'],
  ['riv\u200Bers', 'rivers'],
  ['がぎ', 'か\u3099き\u3099'],
])('%s and %s are equal', (one, other) => {
  expect(getMatchKey(one)).toBe(getMatchKey(other));
});
