// Filters and sorts the viewer's articles.

export const STATE_FILTERS = ['ALL', 'DRAFT', 'PUBLISHED', 'ATTENTION'] as const;
export const ORDERS = ['changed', 'oldest', 'title', 'liked'] as const;

export interface ListView {
  state: (typeof STATE_FILTERS)[number];
  visibility: 'ALL' | 'PUBLIC' | 'FOLLOWERS' | 'PRIVATE';
  text: string;
  order: (typeof ORDERS)[number];
}

export const DEFAULT_VIEW: ListView = { state: 'ALL', visibility: 'ALL', text: '', order: 'changed' };

export interface ListedPost {
  id: string;
  title: string;
  tags: readonly string[];
  state: 'DRAFT' | 'PUBLISHED';
  visibility: 'PUBLIC' | 'FOLLOWERS' | 'PRIVATE';
  updatedAt: string;
  counts: { likes: number };
}

/** Counts of a post's photos that are not live: processing, or in need of attention. */
export interface PhotoCounts {
  processing: number;
  failed: number;
}

/** Return the posts to show; `attention` has the ids of posts whose photos need attention. */
export function filterAndSort<T extends ListedPost>(
  rows: readonly T[],
  { state, visibility, text, order }: ListView,
  attention: ReadonlySet<string>,
  locale: string,
): T[] {
  const query = text.trim().toLocaleLowerCase(locale);
  const chosen = rows.filter(
    (row) =>
      (state === 'ALL' || (state === 'ATTENTION' ? attention.has(row.id) : row.state === state)) &&
      (visibility === 'ALL' || row.visibility === visibility) &&
      [row.title, ...row.tags].some((words) => words.toLocaleLowerCase(locale).includes(query)),
  );
  const newest = (one: T, other: T) => other.updatedAt.localeCompare(one.updatedAt);
  const orders = {
    changed: newest,
    oldest: (one: T, other: T) => newest(other, one),
    title: (one: T, other: T) => one.title.localeCompare(other.title, locale),
    liked: (one: T, other: T) => other.counts.likes - one.counts.likes || newest(one, other),
  };
  return chosen.sort(orders[order]);
}
