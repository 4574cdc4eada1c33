// A passage's Markdown as a line of plain text.

const PICTURE_OR_LINK = /!?\[([^\]\n]*)\]\([^)\n]*\)/g;
const BLOCK_MARK = /^[ \t]*(?:[#>+-]+|\d+[.)])[ \t]+/gm;
const EMPHASIS = /[*_`~]+/g;

export function toPlainText(markdown: string): string {
  return markdown
    .replace(PICTURE_OR_LINK, '$1')
    .replace(BLOCK_MARK, '')
    .replace(EMPHASIS, '')
    .replace(/\s+/g, ' ')
    .trim();
}
