// Every page of an item is behind the check of ids: a new one too.
import { createMemoryHistory, isNotFound } from '@tanstack/react-router';
import { expect, it, vi } from 'vitest';

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined });
const { router } = await import('./router');
const ADDRESSES = Object.keys(router.routesByPath).filter((path) => /\$\w+Id\b/.test(path));

/** Return whether an address with this id leads to the page for unknown addresses, for somebody who is signed in. */
async function isUnknown(path: string, id: string): Promise<boolean> {
  const history = createMemoryHistory({ initialEntries: [path.replace(/\$\w+/, encodeURIComponent(id))] });
  router.update({ ...router.options, history, context: { identity: { kind: 'user' } as never } });
  await router.load();
  return router.state.matches.some(({ error }) => isNotFound(error));
}

it('knows the pages of items', () => {
  expect(ADDRESSES).toEqual(expect.arrayContaining(['/posts/$postId', '/videos/$videoId', '/learn/decks/$deckId']));
});

it.each(ADDRESSES)('%s is a page with what can be an id, and unknown with what can be none', async (path) => {
  expect(await isUnknown(path, 'post_0193c0de')).toBe(false);
  expect(await isUnknown(path, '\u202epost!')).toBe(true);
});
