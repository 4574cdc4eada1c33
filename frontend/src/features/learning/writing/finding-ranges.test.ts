// @vitest-environment jsdom
// Findings of an article are found again in its elements: after emoji, across marks, in the right one of equal words.
import { expect, test } from 'vitest';
import { findRanges } from './finding-ranges';

const TEXT =
  'The 😀 dogs **is** here.\n\n> The dogs is quoted.\n\nThe cats [is](https://example.org) 𝒜 there, and it is raining.';

function render(): HTMLElement {
  const article = document.createElement('div');
  article.innerHTML =
    '<p>The 😀 dogs <strong>is</strong> here.</p><blockquote><p>The dogs is quoted.</p></blockquote>' +
    '<p>The cats <a href="https://example.org">is</a> 𝒜 there, and it is raining.</p>';
  return article;
}

function placeOf(words: string, after: string) {
  const start = TEXT.indexOf(words, TEXT.indexOf(after) + after.length);
  return { start, end: start + words.length };
}

test('words are found across marks and after emoji', () => {
  const [range] = findRanges(render(), TEXT, [placeOf('is', 'dogs **')]);

  expect(range?.toString()).toBe('is');
  expect(range?.startContainer.parentElement?.tagName).toBe('STRONG');
});

test('the right one of equal words is found, and several words', () => {
  const [second, several] = findRanges(render(), TEXT, [placeOf('is', 'and it '), placeOf('there, and', '𝒜 ')]);

  expect(several?.toString()).toBe('there, and');
  expect(second?.startOffset).toBe(' 𝒜 there, and it '.length);
});

test('what has no letters, and what the page does not show, is nowhere', () => {
  expect(
    findRanges(render(), `${TEXT}\n\nGone.`, [
      placeOf(',', '𝒜 there'),
      { start: TEXT.length + 2, end: TEXT.length + 6 },
    ]),
  ).toEqual([]);
});
