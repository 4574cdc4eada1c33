// A paragraph as it was heard: its words and what stands between them, with what was said beside them.
import { stripMarks } from './paragraphs';
import type { SpokenWord } from './reading-data';

interface Piece {
  /** Punctuation and spaces before the word. */
  before: string;
  word: SpokenWord;
}

interface SpokenText {
  pieces: readonly Piece[];
  after: string;
}

/** Put words into their paragraph. Their places are in Unicode code points. */
export function placeWords(paragraph: string, words: readonly SpokenWord[]): SpokenText {
  const characters = Array.from(paragraph);
  const gap = (start: number, end?: number) => stripMarks(characters.slice(start, end).join(''));
  let shown = 0;
  const pieces = words.map((word) => {
    const before = gap(shown, Math.max(shown, word.start));
    shown = Math.max(shown, word.end);
    return { before, word };
  });
  return { pieces, after: gap(shown) };
}

/** Count words by how they were heard. */
export function countByStatus(words: readonly SpokenWord[]): Record<SpokenWord['status'], number> {
  const counts = { READ: 0, MISREAD: 0, MISSED: 0, ADDED: 0, REPEATED: 0, FILLER: 0, UNCLEAR: 0 };
  for (const { status } of words) counts[status] += 1;
  return counts;
}
