// The explorer's tabs in the storage of the browser's tab, where they survive a reload.
import * as v from 'valibot';

const KEY = 'graphiql:tabState';
const Tab = v.object({ query: v.nullish(v.string()), variables: v.nullish(v.string()) });
const Tabs = v.object({ activeTabIndex: v.number(), tabs: v.array(Tab) });

/**
 * A storage for GraphiQL that keeps its tabs. The rest ends with the page: GraphiQL writes the editors' texts on their own,
 * a moment apart from the tabs, and would open one tab more where the two differ.
 */
export function createTabStorage(storage: Storage) {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => (key === KEY ? storage.getItem(key) : (items.get(key) ?? null)),
    setItem: (key: string, value: string) => (key === KEY ? storage.setItem(key, value) : void items.set(key, value)),
    removeItem: (key: string) => (key === KEY ? storage.removeItem(key) : void items.delete(key)),
    clear: () => {
      storage.removeItem(KEY);
      items.clear();
    },
    get length() {
      return items.size + (storage.getItem(KEY) === null ? 0 : 1);
    },
  };
}

/** Return what the tab that was open last contains; null where none is stored. */
export function readActiveTab(storage: Storage): { query: string; variables: string } | null {
  try {
    const { activeTabIndex, tabs } = v.parse(Tabs, JSON.parse(storage.getItem(KEY) ?? ''));
    const tab = tabs[activeTabIndex];
    return tab ? { query: tab.query ?? '', variables: tab.variables ?? '' } : null;
  } catch {
    return null;
  }
}
