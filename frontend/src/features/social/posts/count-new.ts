// Counts the new items of a list.

/** Count the ids before the first one that is shown already; shown ids may have been deleted. */
export function countNew(newest: readonly string[], shown: readonly string[]): number {
  const known = new Set(shown);
  const place = newest.findIndex((id) => known.has(id));
  return place === -1 ? newest.filter((id) => !known.has(id)).length : place;
}
