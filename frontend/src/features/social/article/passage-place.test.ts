// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { markPassage } from './passage-place';

const TEXT = '😀 First “words” here.\n\nThe **second** paragraph\ngoes on, and `ends`.';

function render(): HTMLElement {
  const article = document.createElement('div');
  article.innerHTML =
    '<p>😀 First “words” here.</p><p>The <strong>second</strong> paragraph\ngoes on, and <code>ends</code>.</p>';
  return article;
}

test('the block in which a passage begins is marked, counted in code points', () => {
  const article = render();
  const start = Array.from(TEXT.slice(0, TEXT.indexOf('The'))).length;

  const block = markPassage(article, TEXT, `passage-${String(start)}-${String(Array.from(TEXT).length)}`);

  expect(block).toBe(article.children[1]);
  expect(block?.id).toBe(`passage-${String(start)}-${String(Array.from(TEXT).length)}`);
});

test('other fragments and places outside of the text mark nothing', () => {
  expect(markPassage(render(), TEXT, 'comments')).toBeNull();
  expect(markPassage(render(), TEXT, 'passage-900-950')).toBeNull();
});
