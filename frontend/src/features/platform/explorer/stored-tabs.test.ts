// The explorer's tabs outlive a reload; what else GraphiQL stores does not.
import { expect, test } from 'vitest';
import { createTabStorage, readActiveTab } from './stored-tabs';

const KEY = 'graphiql:tabState';

function createStorage(): Storage {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
    key: () => null,
    length: 0,
  };
}

test('tabs are there after a reload, and the editors start with the one that was open', () => {
  const storage = createStorage();
  const tabs = { activeTabIndex: 1, tabs: [{ query: '{ a }' }, { query: '{ b }', variables: '{}', headers: null }] };

  createTabStorage(storage).setItem(KEY, JSON.stringify(tabs));

  expect(createTabStorage(storage).getItem(KEY)).toBe(JSON.stringify(tabs));
  expect(readActiveTab(storage)).toEqual({ query: '{ b }', variables: '{}' });
});

test('the editors’ own copies end with the page', () => {
  const storage = createStorage();
  const before = createTabStorage(storage);
  before.setItem('graphiql:query', '{ a }');

  expect(before.getItem('graphiql:query')).toBe('{ a }');
  expect(createTabStorage(storage).getItem('graphiql:query')).toBeNull();
});

test.each(['', 'no JSON', '{"tabs": 3}', '{"activeTabIndex": 5, "tabs": []}'])('%j is no tab', (stored) => {
  const storage = createStorage();
  storage.setItem(KEY, stored);

  expect(readActiveTab(storage)).toBeNull();
});
