// @vitest-environment jsdom
// Markdown brings nothing that runs, loads or frames, loses no word, and is bounded.
import { expect, it } from 'vitest';
import { renderSafeHtml } from './markdown-html';

function renderElement(text: string): HTMLElement {
  const element = document.createElement('div');
  element.innerHTML = renderSafeHtml(text);
  return element;
}

const getDepth = (element: Element): number => 1 + Math.max(0, ...Array.from(element.children, getDepth));
const getWords = (element: HTMLElement) => element.textContent.replaceAll(/\s+/g, ' ').trim();

it('renders words, emphasis, lists and links, each block in its own direction', () => {
  expect(renderSafeHtml('# Rain\n\nIt was **wet**.\n\n- [a river](https://example.org)').replaceAll('\n', '')).toBe(
    '<h2 dir="auto">Rain</h2><p dir="auto">It was <strong>wet</strong>.</p>' +
      '<ul dir="auto"><li><a href="https://example.org">a river</a></li></ul>',
  );
});

it.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[click](javascript:alert(1))',
  '[click](data:text/html,x)',
  '<iframe src="https://example.org"></iframe>',
  '<a href="#" onclick="alert(1)" style="position:fixed">x</a>',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '![track](https://example.org/pixel.png)',
])('takes the harm out of %s', (text) => {
  const element = renderElement(text);

  expect(element.querySelectorAll('script, img, iframe, style, svg, [onclick], [onerror], [style]')).toHaveLength(0);
  for (const link of element.querySelectorAll('a')) expect(link.protocol).toMatch(/^https?:$/);
});

it.each([
  '<script>my words</script>',
  '<title>my words</title>',
  '<textarea>my words',
  '<table><thead><tr><th>my words</th></tr></thead></table>',
  '<video>my words</video>',
  '<!-- my words -->',
  '<noscript>my words</noscript>',
  '<details><summary>my</summary> my words</details>',
  '- [x] my words',
  '[my words](javascript:alert(1))',
  '![my words](https://example.org/a.png)',
  '![my words](data:image/png;base64,AAAA)',
  '###### my words',
  '~~my words~~',
  '```js\nmy words\n```',
])('keeps the words of %s', (text) => {
  expect(getWords(renderElement(text))).toContain('my words');
});

it('shows a table as a table that scrolls inside itself, with its heading row', () => {
  const element = renderElement('| a | b |\n|---|--:|\n| 1 | 2 |');

  expect(Array.from(element.querySelectorAll('th'), (cell) => cell.textContent)).toEqual(['a', 'b']);
  expect(Array.from(element.querySelectorAll('td'), (cell) => cell.textContent)).toEqual(['1', '2']);
  expect(element.querySelector('th + th')?.getAttribute('align')).toBe('right');
  expect(element.querySelector('div.markdown-table[tabindex="0"] > table')).not.toBeNull();
});

it('keeps the cells of a row that has more of them than its heading', () => {
  const element = renderElement(
    '| a | b |\n|---|---|\n| 1 | 2 | 3 \\| 4 | `5` |\n| 6 |\n\n> | x |\n> |---|\n> | y | z |',
  );

  expect(Array.from(element.querySelectorAll('td'), (cell) => cell.textContent)).toEqual(
    ['1', '2 | 3 | 4 | 5', '6', '', 'y | z'], // prettier-ignore
  );
});

it('starts an ordered list at its number', () => {
  expect(renderElement('7. seven\n8. eight').querySelector('ol')?.start).toBe(7);
});

it('shows the words of a picture that it does not load', () => {
  expect(getWords(renderElement('before ![alt words](https://example.org/a.png) after'))).toBe(
    'before alt words after',
  );
  expect(getWords(renderElement('![](https://example.org/a.png)'))).toBe('https://example.org/a.png');
  expect(getWords(renderElement('![**bold** alt][a]\n\n[a]: /x "a title"'))).toBe('bold alt · a title');
});

it.each([
  ['[![alt](https://example.org/a.png)](https://example.org)', 'alt'],
  ['[![](https://example.org/a.png)](https://example.org)', 'https://example.org/a.png'],
  ['[](https://example.org)', 'https://example.org'],
  ['[\u200B](https://example.org)', 'https://example.org'],
  ['[** **](https://example.org)', '**'],
  ['one [](https://a.example) two [](https://b.example)', 'https://a.example'],
])('gives the link of %s a name', (text, name) => {
  const links = Array.from(renderElement(text).querySelectorAll('a'));

  expect(links.length).toBeGreaterThan(0);
  for (const link of links) expect(link.textContent.trim()).not.toBe('');
  expect(links[0]?.textContent).toContain(name);
});

it('gives nested blocks the direction of the block around them', () => {
  const element = renderElement('- אחת\n\n  פסקה\n\n> ציטוט\n\n| א |\n|---|\n| ב |');

  expect(Array.from(element.children, (block) => block.getAttribute('dir'))).toEqual(['auto', 'auto', 'auto']);
  expect(element.querySelectorAll('[dir] [dir]')).toHaveLength(0);
});

const repeat = (text: string) => text.repeat(50_000).slice(0, 50_000);
const HOSTILE = {
  quotes: '>'.repeat(10_000) + ' end',
  'quotes to the limit': repeat('>'),
  'spaced quotes': repeat('> '),
  'quotes, deeper line by line': Array.from({ length: 250 }, (_, depth) => `${'>'.repeat(depth)} x`).join('\n'),
  brackets: '['.repeat(10_000),
  'brackets to the limit': repeat('['),
  'link starts': repeat('[]('),
  'linked pictures': repeat('[![a]('),
  stars: '*'.repeat(50_000),
  'open emphasis': repeat('*a **a '),
  'nested emphasis': `${'*a **b '.repeat(3000)}${'b** a* '.repeat(3000)}`,
  'nested lists': Array.from({ length: 300 }, (_, depth) => `${'  '.repeat(depth)}- x`).join('\n'),
  'lists on one line': repeat('- '),
  'ordered lists on one line': repeat('1. '),
  'quotes and lists': repeat('> - '),
  'a wide table': `|${'a|'.repeat(12_000)}\n|${'-|'.repeat(12_000)}`,
  'a table of missing cells': `|${'a|'.repeat(500)}\n|${'-|'.repeat(500)}\n${'|x\n'.repeat(15_000)}`,
  'references to a long address': `[a]: /${'x'.repeat(20_000)}\n\n${'[a]'.repeat(9000)}`,
  'pictures of a long address': `[a]: /${'x'.repeat(20_000)}\n\n${'![][a]'.repeat(4000)}`,
  'long titles': `[a]: /x "${'x'.repeat(20_000)}"\n\n${'[a]'.repeat(9000)}`,
  'code marks': Array.from({ length: 300 }, (_, length) => `${'`'.repeat(length + 1)}a`).join(' '),
  headings: repeat('# x\n'),
  addresses: repeat('a@b.co '),
  tags: repeat('<a'),
};

it.each(Object.entries(HOSTILE))('bounds %s', (_, text) => {
  const html = renderSafeHtml(text);

  const element = document.createElement('div');
  element.innerHTML = html;
  expect(html.length).toBeLessThan(1_000_000);
  expect(getDepth(element)).toBeLessThan(60);
  expect(element.querySelectorAll('*').length).toBeLessThan(5100);
});

it('shows what nests too deep as it was typed', () => {
  const quotes = getWords(renderElement(`${'>'.repeat(3000)} the end\n\nafter`));
  const lists = getWords(renderElement(`${Array.from({ length: 60 }, (_, n) => `${'  '.repeat(n)}- w${n}`).join('\n')}\n\nafter`)); // prettier-ignore

  expect(quotes).toMatch(/^>+ the end after$/);
  for (let depth = 0; depth < 60; depth++) expect(lists).toContain(`w${depth}`);
  expect(lists).toMatch(/after$/);
});
