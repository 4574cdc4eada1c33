// Where findings are in an article on the page, whose Markdown has become elements.

interface Place {
  start: number;
  end: number;
}

interface Letter {
  node: Text;
  offset: number;
  length: number;
}

const LETTER = /[\p{L}\p{N}]/gu;
const BLOCKS = 'p, li, td, th';
/** Addresses of links and pictures. */
const NOT_SHOWN = /\]\([^)\n]*\)/g;

/** Return the ranges of places in a text, as far as the page shows their lines letter by letter. */
export function findRanges(article: HTMLElement, text: string, places: readonly Place[]): Range[] {
  const blocks = [...article.querySelectorAll<HTMLElement>(BLOCKS)].map(listLetters);
  const textShown = text.replace(NOT_SHOWN, (address) => ' '.repeat(address.length));
  return places.flatMap((place) => findRange(blocks, textShown, place) ?? []);
}

/** A line of Markdown is in one block, and tells which one it is. */
function findRange(blocks: readonly Letter[][], text: string, { start, end }: Place): Range | null {
  const next = text.indexOf('\n', end);
  const before = getLetters(text.slice(text.lastIndexOf('\n', start - 1) + 1, start));
  const words = getLetters(text.slice(start, end));
  const line = before + words + getLetters(text.slice(end, next === -1 ? undefined : next));
  for (const letters of blocks) {
    const at = spell(letters).indexOf(line);
    const first = letters[at + before.length];
    const last = letters[at + before.length + words.length - 1];
    if (at !== -1 && words && first && last) return toRange(first, last);
  }
  return null;
}

function toRange(first: Letter, last: Letter): Range {
  const range = document.createRange();
  range.setStart(first.node, first.offset);
  range.setEnd(last.node, last.offset + last.length);
  return range;
}

function listLetters(block: HTMLElement): Letter[] {
  const letters: Letter[] = [];
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node as Text;
    for (const match of text.data.matchAll(LETTER))
      letters.push({ node: text, offset: match.index, length: match[0].length });
  }
  return letters;
}

/** One UTF-16 unit for each letter, so that places in the text are places in the list. */
function spell(letters: readonly Letter[]): string {
  return letters.map(({ node, offset }) => node.data.charAt(offset)).join('');
}

function getLetters(text: string): string {
  return Array.from(text.matchAll(LETTER), ([letter]) => letter.charAt(0)).join('');
}
