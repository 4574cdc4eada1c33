// Which words stand most often in a list of lists.

/** Return the most frequent words, the most frequent first, equal ones in the order they came. */
export function frequent(lists: readonly (readonly string[])[], limit: number): string[] {
  const counts = new Map<string, number>();
  for (const word of lists.flatMap((list) => [...new Set(list)])) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one).slice(0, limit).map(([word]) => word);
}
