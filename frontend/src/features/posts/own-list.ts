// Which of one's own posts are shown, and in which order.

export const STATES = ['ALL', 'DRAFT', 'PUBLISHED', 'ATTENTION'] as const;
export const ORDERS = ['changed', 'oldest', 'title', 'liked'] as const;

export interface View {
  state: (typeof STATES)[number];
  visibility: 'ALL' | 'PUBLIC' | 'FOLLOWERS' | 'PRIVATE';
  text: string;
  order: (typeof ORDERS)[number];
}

export const EVERYTHING: View = { state: 'ALL', visibility: 'ALL', text: '', order: 'changed' };

export interface Row {
  id: string;
  title: string;
  tags: readonly string[];
  state: 'DRAFT' | 'PUBLISHED';
  visibility: 'PUBLIC' | 'FOLLOWERS' | 'PRIVATE';
  updatedAt: string;
  counts: { likes: number };
}

/** Return the posts a view shows; `attention` holds the ids of those with photos that failed or wait. */
export function shownIn<T extends Row>(rows: readonly T[], { state, visibility, text, order }: View, attention: ReadonlySet<string>, locale: string): T[] {
  const sought = text.trim().toLocaleLowerCase(locale);
  const chosen = rows.filter(
    (row) =>
      (state === 'ALL' || (state === 'ATTENTION' ? attention.has(row.id) : row.state === state)) &&
      (visibility === 'ALL' || row.visibility === visibility) &&
      [row.title, ...row.tags].some((words) => words.toLocaleLowerCase(locale).includes(sought)),
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
