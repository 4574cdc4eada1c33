// What of a list is new to who looks at an older reading of it.

/** Count what stands before the first id that is shown already; what is shown may have been deleted since. */
export function newsIn(newest: readonly string[], shown: readonly string[]): number {
  const known = new Set(shown);
  const place = newest.findIndex((id) => known.has(id));
  return place === -1 ? newest.filter((id) => !known.has(id)).length : place;
}
