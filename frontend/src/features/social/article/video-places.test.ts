// @vitest-environment jsdom
// An address on a line of its own is a video; everything else stays what it is.
import { expect, it } from 'vitest';
import { renderSafeHtml } from './markdown-html';
import { findVideoPlaces, markVideoPlaces } from './video-places';

const VIDEO = `${location.origin}/videos/video_01abc`;

function find(text: string) {
  const article = document.createElement('div');
  article.innerHTML = markVideoPlaces(renderSafeHtml(text));
  return findVideoPlaces(article).map(({ id, startAt }) => [id, startAt]);
}

it('an address on a line of its own is a video, from its second', () => {
  expect(find(`Rain.\n\n${VIDEO}\n\nMore rain.\n\n${VIDEO}?t=75`)).toEqual([
    ['video_01abc', null],
    ['video_01abc', 75],
  ]);
});

it.each([
  ['inside a sentence', `See ${VIDEO} for more.`],
  ['with words of its own', `[The walk](${VIDEO})`],
  ['of another site', 'https://elsewhere.example/videos/video_01abc'],
  ['of another page', `${location.origin}/posts/video_01abc`],
  ['of something below the video', `${VIDEO}/edit`],
  ['in a list', `- ${VIDEO}`],
  ['in a quote', `> ${VIDEO}`],
  ['two on one line', `${VIDEO} ${VIDEO}`],
  ['as code', `\`${VIDEO}\``],
])('an address %s stays a link', (_, text) => {
  expect(find(text)).toEqual([]);
});

it('a second that is none is left out', () => {
  expect(find(`${VIDEO}?t=-5`)).toEqual([['video_01abc', null]]);
  expect(find(`${VIDEO}?t=soon`)).toEqual([['video_01abc', null]]);
});

it('an article has a bounded number of them', () => {
  expect(find(`${VIDEO}\n\n`.repeat(30))).toHaveLength(10);
});
