// Applies one change to several posts, each on its own and safe to repeat.
import type { Client } from '@urql/core';
import { graphql, readFragment, type ResultOf } from '../../../shared/graphql/graphql';
import { changePost } from './post-changes';

export const BulkFields = graphql(`
  fragment BulkFields on Post {
    id
    title
    state
    visibility
    version
  }
`);
const CURRENT = graphql(
  `
    query BulkCurrent($id: ID!) {
      post(id: $id) {
        id
        ...BulkFields
      }
    }
  `,
  [BulkFields],
);

export type BulkPost = ResultOf<typeof BulkFields>;
export type BulkChange = 'publish' | 'unpublish' | 'delete' | { visibility: BulkPost['visibility'] };

export interface Outcome {
  post: BulkPost;
  /** Why it failed, or null. */
  errorMessage: string | null;
}

const MAX_PARALLEL = 3;

/** Apply a change to each post; a failure stops none of the others. `onProgress` gets the number of finished posts. */
export async function applyToAll(
  client: Client,
  posts: readonly BulkPost[],
  change: BulkChange,
  onProgress: (ended: number) => void,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const remaining = [...posts];
  const runWorker = async () => {
    for (let post = remaining.shift(); post; post = remaining.shift()) {
      outcomes.push({
        post,
        errorMessage: isAlreadyApplied(post, change) ? null : await applyToPost(client, post, change),
      });
      onProgress(outcomes.length);
    }
  };
  await Promise.all(Array.from({ length: MAX_PARALLEL }, runWorker));
  return outcomes;
}

function isAlreadyApplied({ state, visibility }: BulkPost, change: BulkChange): boolean {
  if (change === 'publish') return state === 'PUBLISHED';
  if (change === 'unpublish') return state === 'DRAFT';
  return change !== 'delete' && visibility === change.visibility;
}

/** Apply the change to one post. If a retry after a lost response finds it applied, that is a success. */
async function applyToPost(client: Client, post: BulkPost, change: BulkChange): Promise<string | null> {
  const { codes, refusal } = await changePost(client, post, change);
  if (refusal === null || (change === 'delete' && codes.includes('NOT_FOUND'))) return null;
  if (!codes.includes('CONFLICT')) return refusal;
  const { data } = await client.query(CURRENT, { id: post.id }, { requestPolicy: 'network-only' });
  return data?.post && isAlreadyApplied(readFragment(BulkFields, data.post), change) ? null : refusal;
}
