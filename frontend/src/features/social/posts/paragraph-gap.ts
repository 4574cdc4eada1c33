// Where a paragraph is added to a story: after the one that the caret is in.

/** What is typed over the text from `start` to `end`, so that the paragraph has an empty line on either side. */
interface Insertion {
  start: number;
  end: number;
  text: string;
}

/** Return how to add a paragraph after the one at `caret`. */
export function insertParagraph(story: string, caret: number, paragraph: string): Insertion {
  const before = story.slice(0, caret).trimEnd().length;
  // The paragraph ends before an empty line, or with the story.
  const paragraphLength = story.slice(before).search(/\s*\n\s*\n|\s*$/);
  const start = before + paragraphLength;
  const end = story.length - story.slice(start).trimStart().length;
  return { start, end, text: [start > 0 ? '\n\n' : '', paragraph, end < story.length ? '\n\n' : ''].join('') };
}
