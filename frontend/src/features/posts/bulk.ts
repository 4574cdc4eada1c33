// The same change for several of one's own posts: each told apart, each safe to repeat.
import type { Client } from '@urql/core';
import { graphql, readFragment, type ResultOf } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';

export const BulkFields = graphql(`
  fragment BulkFields on Post { id title state visibility version }
`);
const PUBLISH = graphql(`
  mutation BulkPublish($input: PublishPostInput!) {
    publishPost(input: $input) { post { id state version publishedAt } errors { code message } }
  }
`);
const UNPUBLISH = graphql(`
  mutation BulkUnpublish($input: PublishPostInput!) {
    unpublishPost(input: $input) { post { id state version } errors { code message } }
  }
`);
const UPDATE = graphql(`
  mutation BulkVisibility($input: UpdatePostInput!) {
    updatePost(input: $input) { post { id visibility version updatedAt } errors { code message } }
  }
`);
const DELETE = graphql(`
  mutation BulkDelete($input: DeletePostInput!) {
    deletePost(input: $input) { deletedId errors { code message } }
  }
`);
const CURRENT = graphql(`query BulkCurrent($id: ID!) { post(id: $id) { id ...BulkFields } }`, [BulkFields]);

export type BulkPost = ResultOf<typeof BulkFields>;
export type Change = 'publish' | 'unpublish' | 'delete' | { visibility: BulkPost['visibility'] };

export interface Outcome {
  post: BulkPost;
  /** Why it was refused; null when it is as it was wanted. */
  refusal: string | null;
}

const AT_ONCE = 3;

/** Change each post; what one is refused stops none of the others. `told` hears how many have ended. */
export async function changeAll(client: Client, posts: readonly BulkPost[], change: Change, told: (ended: number) => void): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const left = [...posts];
  const work = async () => {
    for (let post = left.shift(); post; post = left.shift()) {
      outcomes.push({ post, refusal: isDone(post, change) ? null : await changed(client, post, change) });
      told(outcomes.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return outcomes;
}

function isDone({ state, visibility }: BulkPost, change: Change): boolean {
  if (change === 'publish') return state === 'PUBLISHED';
  if (change === 'unpublish') return state === 'DRAFT';
  return change !== 'delete' && visibility === change.visibility;
}

/** Write one change. Repeating it after a lost answer finds it done: that is no refusal. */
async function changed(client: Client, post: BulkPost, change: Change): Promise<string | null> {
  const { codes, refusal } = await written(client, post, change);
  if (refusal === null || (change === 'delete' && codes.includes('NOT_FOUND'))) return null;
  if (!codes.includes('CONFLICT')) return refusal;
  const { data } = await client.query(CURRENT, { id: post.id }, { requestPolicy: 'network-only' });
  return data?.post && isDone(readFragment(BulkFields, data.post), change) ? null : refusal;
}

async function written(client: Client, { id, version }: BulkPost, change: Change) {
  const input = { id, expectedVersion: version };
  switch (change) {
    case 'publish':
      return client.mutation(PUBLISH, { input }).then(({ error, data }) => told(error, data?.publishPost));
    case 'unpublish':
      return client.mutation(UNPUBLISH, { input }).then(({ error, data }) => told(error, data?.unpublishPost));
    case 'delete':
      return client.mutation(DELETE, { input: { id } }).then(({ error, data }) => told(error, data?.deletePost));
    default:
      return client.mutation(UPDATE, { input: { ...input, ...change } }).then(({ error, data }) => told(error, data?.updatePost));
  }
}

function told(...[error, payload]: Parameters<typeof refusalOf>) {
  return { refusal: refusalOf(error, payload), codes: payload?.errors.map(({ code }) => code) ?? [] };
}
