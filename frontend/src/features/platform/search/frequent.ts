// Finds the most frequent words.

/** Return the most frequent words, most frequent first; ties in order of appearance. Repeats within one list count once. */
export function findMostFrequent(lists: readonly (readonly string[])[], limit: number): string[] {
  const counts = new Map<string, number>();
  for (const word of lists.flatMap((list) => [...new Set(list)])) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, limit)
    .map(([word]) => word);
}
