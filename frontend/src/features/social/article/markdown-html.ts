// Markdown as safe HTML: GitHub's tables and strikethrough, no HTML, no pictures, and bounded whatever the text is.
import DOMPurify from 'dompurify';
import MarkdownIt, { type StateBlock, type StateCore, type Token } from 'markdown-it';
import { isVisible } from '../../../shared/text';

const TAGS = ['a', 'blockquote', 'br', 'code', 'div', 'em', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'li', 'ol', 'p', 'pre', 's', 'strong', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul']; // prettier-ignore
const ATTRIBUTES = ['align', 'class', 'dir', 'href', 'start', 'tabindex', 'title'];

/** How deep quotes, lists and emphasis nest; deeper ones show as they are typed. */
const MAX_DEPTH = 20;
/** Beyond these an article shows as plain text: 50,000 characters can ask for 100 MB of HTML. */
const MAX_ELEMENTS = 5000;
const MAX_LENGTH = 500_000;

// HTML is off: it shows as it is typed, so nothing that somebody wrote is dropped by the sanitiser.
const markdown = new MarkdownIt({ html: false, linkify: true, maxNesting: 2 * MAX_DEPTH });
markdown.linkify.set({ fuzzyLink: false }); // `notes.md` is no address
markdown.block.ruler.before('table', 'bounded_depth', readDeepLines);
markdown.core.ruler.after('block', 'whole_rows', keepExtraCells);
markdown.core.ruler.push('bounded_inline_depth', boundInlineDepth);
markdown.core.ruler.push('pictures', replacePictures);
markdown.core.ruler.push('named_links', nameEmptyLinks);
markdown.core.ruler.push('blocks', markBlocks);
markdown.renderer.rules.table_open = (tokens, index, options, _, renderer) =>
  `<div class="markdown-table" dir="auto" tabindex="0">${renderer.renderToken(tokens, index, options)}`;
markdown.renderer.rules.table_close = () => '</table></div>\n';

/** Render Markdown. Headings move one level down, below the article's title. */
export function renderSafeHtml(text: string): string {
  const tokens = markdown.parse(text, {});
  if (isTooLarge(tokens)) return renderPlainText(text);
  const html = markdown.renderer.render(tokens, markdown.options, {});
  return DOMPurify.sanitize(html, { ALLOWED_TAGS: TAGS, ALLOWED_ATTR: ATTRIBUTES });
}

function renderPlainText(text: string): string {
  return `<p class="markdown-plain" dir="auto">${markdown.utils.escapeHtml(text)}</p>`;
}

function isTooLarge(tokens: readonly Token[]): boolean {
  const all = tokens.flatMap((token) => token.children ?? [token]);
  const elements = all.filter(({ tag, nesting }) => tag && nesting >= 0).length;
  const lengths = all.map(({ content, attrs }) => content.length + (attrs?.flat().join('').length ?? 0));
  return elements > MAX_ELEMENTS || lengths.reduce((sum, length) => sum + length, 0) > MAX_LENGTH;
}

/** A block rule: the lines of a block that lies too deep become one paragraph. */
function readDeepLines(state: StateBlock, startLine: number, endLine: number): boolean {
  if (state.level < MAX_DEPTH) return false;
  let next = startLine + 1;
  const belongs = (line: number) => {
    const indent = state.sCount[line] ?? 0;
    return state.isEmpty(line) || indent < 0 || indent >= state.blkIndent; // below 0: a lazy continuation
  };
  while (next < endLine && belongs(next)) next++;
  state.push('paragraph_open', 'p', 1);
  const inline = state.push('inline', '', 0);
  inline.content = state.getLines(startLine, next, state.blkIndent, false).trim();
  inline.map = [startLine, next];
  inline.children = [];
  state.push('paragraph_close', 'p', -1);
  state.line = next;
  return true;
}

/** A core rule: GitHub ignores the cells that a row has beyond its heading; here its last cell keeps them. */
function keepExtraCells(state: StateCore): void {
  const lines = state.src.split('\n');
  let columns = 0;
  let line = '';
  state.tokens.forEach((token, index) => {
    if (token.type === 'thead_open') columns = 0;
    if (token.type === 'th_open') columns++;
    if (token.type === 'tr_open') line = lines[token.map?.[0] ?? -1] ?? '';
    if (token.type !== 'td_close' || state.tokens[index + 1]?.type !== 'tr_close') return;
    const extra = splitCells(line).slice(columns).join(' | ');
    const last = state.tokens[index - 1];
    if (last && extra) last.content += ` | ${extra}`;
  });
}

/** Split a row at the bars that no backslash escapes, without the quote marks before it. */
function splitCells(line: string): string[] {
  const cells = line.replace(/^[\s>]*\|?/, '').split(/(?<!\\)\|/);
  const trimmed = cells.map((cell) => cell.replaceAll('\\|', '|').trim());
  return trimmed.at(-1) === '' ? trimmed.slice(0, -1) : trimmed;
}

/** A core rule: emphasis that nests too deep shows as it is typed. */
function boundInlineDepth(state: StateCore): void {
  for (const token of state.tokens) {
    let depth = 0;
    const isDeep = token.children?.some(({ nesting }) => (depth += nesting) > MAX_DEPTH) ?? false;
    if (isDeep) token.children = [createText(state, token.content)];
  }
}

/** A core rule: pictures of other sites are not loaded; their alternative text or their address stays. */
function replacePictures(state: StateCore): void {
  for (const token of state.tokens) {
    token.children =
      token.children?.map((child) => {
        if (child.type !== 'image') return child;
        const alt = state.md.renderer.renderInlineAsText(child.children ?? [], state.md.options, state.env);
        const words = [alt, readAttribute(child, 'title')].filter(isVisible).join(' · ');
        return createText(state, words || readAttribute(child, 'src'));
      }) ?? null;
  }
}

/** A core rule: a link without words shows its address. */
function nameEmptyLinks(state: StateCore): void {
  for (const { children } of state.tokens) {
    let words = '';
    children?.slice().forEach((child) => {
      if (child.type === 'link_open') words = '';
      words += child.content;
      if (child.type !== 'link_close' || isVisible(words)) return;
      const end = children.indexOf(child);
      const open = children.findLast((each, index) => index < end && each.type === 'link_open');
      children.splice(end, 0, createText(state, (open && readAttribute(open, 'href')) || '#'));
    });
  }
}

/** A core rule: every block finds its own direction; nested blocks take that of the one around them. */
function markBlocks(state: StateCore): void {
  for (const token of state.tokens) {
    if (token.level === 0 && token.nesting >= 0 && token.tag && token.type !== 'table_open')
      token.attrSet('dir', 'auto');
    if (token.type.startsWith('heading_')) token.tag = `h${Math.min(Number(token.tag.slice(1)) + 1, 6)}`;
    const align = /^text-align:(\w+)$/.exec(readAttribute(token, 'style'))?.[1];
    if (align) token.attrs = [['align', align]];
  }
}

function readAttribute(token: Token, name: string): string {
  return String(token.attrGet(name) ?? '');
}

function createText(state: StateCore, content: string): Token {
  const token = new state.Token('text', '', 0);
  token.content = content;
  return token;
}
