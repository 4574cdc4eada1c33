// The paragraphs of an article that can be read aloud, and a paragraph as it is spoken.

/** As many words and characters as the API takes. */
const LEAST_WORDS = 3;
const MAX_LENGTH = 3000;

const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu;
const FENCE = /^ {0,3}(?:```|~~~)/;
const TARGET = /\]\([^)\n]*\)/g;
const HIDDEN = /!\[[^\]\n]*\](?:\([^)\n]*\))?|<[^>\n]*>|`[^`\n]*`/g;
const MARK = /^[ \t]*(?:#{1,6}|>|[-*+]|\d{1,9}[.)])[ \t]+|[*_[\]`~\\|]/gm;

/** Return the paragraphs of a Markdown text, exactly as it has them, without code and what has too few words. */
export function listParagraphs(text: string): string[] {
  const blocks: string[][] = [[]];
  let isCode = false;
  for (const line of text.split('\n')) {
    const isFence = FENCE.test(line);
    if (isFence) isCode = !isCode;
    if (isCode || isFence || line.trim() === '') blocks.push([]);
    else blocks.at(-1)?.push(line);
  }
  return [...new Set(blocks.map((lines) => lines.join('\n').trim()))].filter(isReadable);
}

/** Return Markdown without its marks, as somebody reads it aloud. */
export function toSpokenText(paragraph: string): string {
  return stripMarks(paragraph.replace(HIDDEN, '')).trim();
}

/** Return a piece of Markdown without its marks; white space at its ends stays. */
export function stripMarks(piece: string): string {
  return piece.replace(TARGET, ']').replace(MARK, '').replace(/\s+/g, ' ');
}

function isReadable(paragraph: string): boolean {
  return (
    Array.from(paragraph).length <= MAX_LENGTH && (toSpokenText(paragraph).match(WORD)?.length ?? 0) >= LEAST_WORDS
  );
}
