// One change for several posts: partial refusals are told apart, and repeating it harms nothing.
import type { Client } from '@urql/core';
import { expect, it } from 'vitest';
import { type BulkPost, applyToAll } from './bulk-change';

const post = (id: string, changes: Partial<BulkPost> = {}): BulkPost => ({
  id,
  title: id,
  state: 'DRAFT',
  visibility: 'PUBLIC',
  version: 1,
  ...changes,
});

class FakeClient {
  readonly written: string[] = [];
  current: Record<string, BulkPost> = {};
  constructor(private readonly refused: Record<string, string> = {}) {}
  mutation = (_: unknown, { input: { id } }: { input: { id: string } }) => {
    this.written.push(id);
    const code = this.refused[id];
    const payload = { errors: code ? [{ code, message: `${code} of ${id}` }] : [] };
    return Promise.resolve({
      data: { publishPost: payload, unpublishPost: payload, updatePost: payload, deletePost: payload },
    });
  };
  query = (_: unknown, { id }: { id: string }) => Promise.resolve({ data: { post: this.current[id] ?? null } });
}

const change = (client: FakeClient, posts: BulkPost[], wanted: Parameters<typeof applyToAll>[2]) =>
  applyToAll(client as unknown as Client, posts, wanted, () => undefined);

it('what one is refused stops none of the others', async () => {
  const client = new FakeClient({ b: 'FORBIDDEN' });

  const outcomes = await change(
    client,
    ['a', 'b', 'c', 'd'].map((id) => post(id)),
    'publish',
  );

  expect(client.written.sort()).toEqual(['a', 'b', 'c', 'd']);
  expect(
    outcomes.filter(({ errorMessage: errorMessage }) => errorMessage).map((each) => [each.post.id, each.errorMessage]),
  ).toEqual([['b', 'FORBIDDEN of b']]);
});

it('a post that is as wanted already is not written', async () => {
  const client = new FakeClient();

  const outcomes = await change(client, [post('a', { state: 'PUBLISHED' }), post('b')], 'publish');

  expect(client.written).toEqual(['b']);
  expect(outcomes.map(({ errorMessage: errorMessage }) => errorMessage)).toEqual([null, null]);
});

it('repeated after a lost answer it finds the work done', async () => {
  const client = new FakeClient({ a: 'CONFLICT', b: 'CONFLICT' });
  client.current = { a: post('a', { visibility: 'PRIVATE', version: 2 }), b: post('b', { version: 2 }) };

  const outcomes = await change(client, [post('a'), post('b')], { visibility: 'PRIVATE' });

  expect(Object.fromEntries(outcomes.map((each) => [each.post.id, each.errorMessage]))).toEqual({
    a: null,
    b: 'CONFLICT of b',
  });
});

it('what is gone already counts as deleted', async () => {
  const outcomes = await change(new FakeClient({ a: 'NOT_FOUND' }), [post('a')], 'delete');

  expect(outcomes[0]?.errorMessage).toBeNull();
});
