// Findings stand under their words: after emoji, combining marks and CJK, and while the text goes on changing.
import { describe, expect, it } from 'vitest';
import { type Finding, moveFindings, type PlacedFinding, placeFindings, replaceWords } from './places';

/** What the API answers for a word of the text that it keeps, counted in code points. */
function findWord(kept: string, quote: string): Finding {
  const start = Array.from(kept.slice(0, kept.indexOf(quote))).length;
  const end = start + Array.from(quote).length;
  return { kind: 'SPELLING', rule: 'SpellCheck', start, end, quote, message: '', suggestions: [] };
}

const showPlaces = (text: string, findings: readonly PlacedFinding[]) =>
  findings.map(({ start, end }) => `${text.slice(0, start)}[${text.slice(start, end)}]${text.slice(end)}`);

describe('a finding in the text that was sent', () => {
  it.each([
    ['after an emoji', 'A 😀 beautifull day', 'A 😀 [beautifull] day'],
    ['after a family of four', '👨‍👩‍👧‍👦 beautifull', '👨‍👩‍👧‍👦 [beautifull]'],
    ['after CJK of the supplementary planes', '𠮷野家 beautifull', '𠮷野家 [beautifull]'],
    ['after combining marks, which the API composes', 'e\u0301te\u0301 beautifull', 'e\u0301te\u0301 [beautifull]'],
    ['after Vietnamese in parts', 'Ho\u0302\u0323i An beautifull', 'Ho\u0302\u0323i An [beautifull]'],
    ['after Windows’ line breaks', 'One\r\ntwo\r\nbeautifull', 'One\r\ntwo\r\n[beautifull]'],
    ['after white space at the beginning', '\n\n  beautifull day  ', '\n\n  [beautifull] day  '],
    ['after what turns the text, which the API drops', '\u202Eabc\u202C beautifull', '\u202Eabc\u202C [beautifull]'],
  ])('%s', (_, sent, shown) => {
    const kept = sent
      .replaceAll('\r\n', '\n')
      .replace(/[\u202A-\u202E]/g, '')
      .normalize('NFC')
      .trim();
    expect(showPlaces(sent, placeFindings(sent, [findWord(kept, 'beautifull')]))).toEqual([shown]);
  });

  it('of words in parts covers all of them', () => {
    const sent = 'Cafe\u0301s is open';
    expect(showPlaces(sent, placeFindings(sent, [findWord('Cafés is open', 'Cafés')]))).toEqual([
      '[Cafe\u0301s] is open',
    ]);
  });

  it('is left out where its quote is not', () => {
    const finding = findWord('A beautifull day', 'beautifull');
    expect(placeFindings('A wonderful day', [finding])).toEqual([]);
    expect(placeFindings('A', [finding])).toEqual([]);
  });
});

describe('a finding in a text that changed', () => {
  const before = 'The dogs is here. A beautifull day.';
  const found = placeFindings(before, [findWord(before, 'is'), findWord(before, 'beautifull')]);

  it.each([
    ['words before it', 'Yes, 😀. The dogs is here. A beautifull day.', ['is', 'beautifull']],
    ['words between', 'The dogs is here now. A beautifull day.', ['is', 'beautifull']],
    ['words after it', `${before} And night.`, ['is', 'beautifull']],
    ['its own words', 'The dogs are here. A beautifull day.', ['beautifull']],
    ['a letter at its end', 'The dogs is here. A beautifully day.', ['is']],
    ['a letter before it', 'The dogs his here. A beautifull day.', ['beautifull']],
    ['a combining mark after it', 'The dogs is\u0301 here. A beautifull day.', ['beautifull']],
    ['a comma after it', 'The dogs is, here. A beautifull day.', ['is', 'beautifull']],
    ['the sentence around it', 'A beautifull day.', ['beautifull']],
    ['everything', 'Something else', []],
    ['nothing', before, ['is', 'beautifull']],
  ])('%s', (_, after, kept) => {
    const moved = moveFindings(found, before, after);
    expect(moved.map(({ start, end }) => after.slice(start, end))).toEqual(kept);
    expect(moved.map(({ text }) => text)).toEqual(kept);
  });

  it('takes a suggestion in place', () => {
    const [, spelling] = found;
    if (!spelling) throw new Error('It was found above.');
    const after = replaceWords(before, spelling, 'beautiful');
    expect(after).toBe('The dogs is here. A beautiful day.');
    expect(moveFindings(found, before, after).map(({ text }) => text)).toEqual(['is']);
  });
});
