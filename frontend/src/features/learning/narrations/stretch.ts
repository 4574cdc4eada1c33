// Where a paragraph is in an article's sound.
interface Place {
  start: number;
  end: number;
}

export interface Stretch {
  fromSecond: number;
  toSecond: number;
}

/** Return when a place of the text is read, from its first word to its last; null if nothing of it is. */
export function findStretch(paragraphs: readonly (Place & Stretch)[], { start, end }: Place): Stretch | null {
  const read = paragraphs.filter((each) => each.start < end && each.end > start);
  if (read.length === 0) return null;
  return {
    fromSecond: Math.min(...read.map(({ fromSecond }) => fromSecond)),
    toSecond: Math.max(...read.map(({ toSecond }) => toSecond)),
  };
}
