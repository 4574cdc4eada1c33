// @vitest-environment jsdom
// Markdown never brings anything that runs, loads or frames.
import { expect, it } from 'vitest';
import { safeHtml } from './markdown';

it('renders words, emphasis, lists and links', () => {
  expect(safeHtml('# Rain\n\nIt was **wet**.\n\n- [a river](https://example.org)').replaceAll('\n', '')).toBe(
    '<h2>Rain</h2><p>It was <strong>wet</strong>.</p><ul><li><a href="https://example.org">a river</a></li></ul>',
  );
});

it.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[click](javascript:alert(1))',
  '<iframe src="https://example.org"></iframe>',
  '<a href="#" onclick="alert(1)" style="position:fixed">x</a>',
  '![track](https://example.org/pixel.png)',
])('takes the harm out of %s', (text) => {
  expect(safeHtml(text)).not.toMatch(/script|onerror|onclick|iframe|style|<img/i);
});
