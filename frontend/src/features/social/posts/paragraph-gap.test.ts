// A paragraph is added between others, and changes none of them.
import { expect, it } from 'vitest';
import { insertParagraph } from './paragraph-gap';

/** Add a paragraph at the bar, which is the caret. */
function add(marked: string): string {
  const story = marked.replace('|', '');
  const { start, end, text } = insertParagraph(story, marked.indexOf('|'), 'NEW');
  return story.slice(0, start) + text + story.slice(end);
}

it.each([
  ['an empty story', '|', 'NEW'],
  ['the end', 'Rain.|', 'Rain.\n\nNEW'],
  ['an empty last line', 'Rain.\n\n|', 'Rain.\n\nNEW'],
  ['the middle of a paragraph', 'Ra|in\nfell.\n\nSun.', 'Rain\nfell.\n\nNEW\n\nSun.'],
  ['the beginning', '|Rain.\n\nSun.', 'Rain.\n\nNEW\n\nSun.'],
  ['between paragraphs', 'Rain.\n|\nSun.', 'Rain.\n\nNEW\n\nSun.'],
  ['a gap of several lines', 'Rain.\n\n\n|\nSun.', 'Rain.\n\nNEW\n\nSun.'],
  ['the beginning of the next one', 'Rain.\n\n|Sun.\n\nSnow.', 'Rain.\n\nNEW\n\nSun.\n\nSnow.'],
])('at %s', (_, story, expected) => {
  expect(add(story)).toBe(expected);
});
