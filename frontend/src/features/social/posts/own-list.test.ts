// One's own posts: filtered and sorted as asked.
import { expect, it } from 'vitest';
import { DEFAULT_VIEW, type ListedPost, filterAndSort } from './own-list';

const row = (id: string, changes: Partial<ListedPost> = {}): ListedPost => ({
  id,
  title: id,
  tags: [],
  state: 'DRAFT',
  visibility: 'PUBLIC',
  updatedAt: '2026-01-01T00:00:00Z',
  counts: { likes: 0 },
  ...changes,
});
const ROWS = [
  row('Autumn', { updatedAt: '2026-03-01T00:00:00Z', state: 'PUBLISHED', counts: { likes: 2 } }),
  row('ridge', { updatedAt: '2026-04-01T00:00:00Z', visibility: 'PRIVATE', tags: ['Alps'] }),
  row('Bay', { updatedAt: '2026-02-01T00:00:00Z', state: 'PUBLISHED', counts: { likes: 7 } }),
];
const ids = (view: Partial<typeof DEFAULT_VIEW>, attention: string[] = []) =>
  filterAndSort(ROWS, { ...DEFAULT_VIEW, ...view }, new Set(attention), 'en').map(({ id }) => id);

it('sorts by change, title and likes', () => {
  expect(ids({})).toEqual(['ridge', 'Autumn', 'Bay']);
  expect(ids({ order: 'oldest' })).toEqual(['Bay', 'Autumn', 'ridge']);
  expect(ids({ order: 'title' })).toEqual(['Autumn', 'Bay', 'ridge']);
  expect(ids({ order: 'liked' })).toEqual(['Bay', 'Autumn', 'ridge']);
});

it('filters by state, visibility, and words of title or tags', () => {
  expect(ids({ state: 'PUBLISHED' })).toEqual(['Autumn', 'Bay']);
  expect(ids({ visibility: 'PRIVATE' })).toEqual(['ridge']);
  expect(ids({ text: ' alps ' })).toEqual(['ridge']);
  expect(ids({ state: 'ATTENTION' }, ['Bay'])).toEqual(['Bay']);
});
