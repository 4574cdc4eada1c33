// Examples open with ids that exist.
import { expect, it } from 'vitest';
import { KnownIds } from './known-ids';

it('fills placeholders with the ids that the last answers showed first', () => {
  const ids = new KnownIds();

  ids.collect({
    feed: { edges: [{ node: { id: 'post_1', author: { id: 'u-1', handle: 'ada' } } }, { node: { id: 'post_2' } }] },
  });
  ids.collect({ post: { comments: { eventsCursor: 'sealed', edges: [{ node: { id: 'comment_7' } }] } } });

  expect(ids.fill('["post_", "comment_", "userId_", "eventsCursor_"]')).toBe(
    '["post_1", "comment_7", "u-1", "sealed"]',
  );
});

it('leaves what it never saw, and ids that are whole', () => {
  expect(new KnownIds().fill('["photo_", "post_1"]')).toBe('["photo_", "post_1"]');
});
