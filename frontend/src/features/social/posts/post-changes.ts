// Changes the state of one post: published, taken back, its unpublished changes published or discarded, deleted.
import type { Client, CombinedError } from '@urql/core';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { describeWriteError, type UserError } from '../../../shared/graphql/write-errors';
import { type Draft, DraftFields } from './draft-saver';

const PUBLISH = graphql(
  `
    mutation PublishPost($input: PublishPostInput!) {
      publishPost(input: $input) {
        post {
          id
          publishedAt
          ...DraftFields
        }
        errors {
          code
          message
          ... on RateLimited {
            retryAt
          }
        }
      }
    }
  `,
  [DraftFields],
);
const UNPUBLISH = graphql(
  `
    mutation UnpublishPost($input: PublishPostInput!) {
      unpublishPost(input: $input) {
        post {
          id
          editedAt
          ...DraftFields
        }
        errors {
          code
          message
          ... on RateLimited {
            retryAt
          }
        }
      }
    }
  `,
  [DraftFields],
);
const PUBLISH_REVISION = graphql(
  `
    mutation PublishPostRevision($input: PostRevisionInput!) {
      publishPostRevision(input: $input) {
        post {
          id
          updatedAt
          editedAt
          ...DraftFields
        }
        errors {
          code
          message
          ... on RateLimited {
            retryAt
          }
        }
      }
    }
  `,
  [DraftFields],
);
const DISCARD_REVISION = graphql(
  `
    mutation DiscardPostRevision($input: PostRevisionInput!) {
      discardPostRevision(input: $input) {
        post {
          id
          ...DraftFields
        }
        errors {
          code
          message
          ... on RateLimited {
            retryAt
          }
        }
      }
    }
  `,
  [DraftFields],
);
const CHANGE_VISIBILITY = graphql(
  `
    mutation ChangeVisibility($input: UpdatePostInput!) {
      updatePost(input: $input) {
        post {
          id
          updatedAt
          ...DraftFields
        }
        errors {
          code
          message
          ... on RateLimited {
            retryAt
          }
        }
      }
    }
  `,
  [DraftFields],
);
const DELETE = graphql(`
  mutation DeletePost($input: DeletePostInput!) {
    deletePost(input: $input) {
      deletedId
      errors {
        code
        message
        ... on RateLimited {
          retryAt
        }
      }
    }
  }
`);

type PostChange =
  'publish' | 'unpublish' | 'publishRevision' | 'discardRevision' | 'delete' | { visibility: Draft['visibility'] };

interface ChangeResult {
  /** The post after the change; null if the change was refused, or deleted it. */
  post: Draft | null;
  /** Why the change was refused, or null. */
  refusal: string | null;
  codes: readonly string[];
}

/** Apply a change to the version that was seen: of the revision where the change is about it, else of the post. */
export async function changePost(
  client: Client,
  { id, version }: { id: string; version: number },
  change: PostChange,
): Promise<ChangeResult> {
  const input = { id, expectedVersion: version };
  switch (change) {
    case 'publish':
      return client.mutation(PUBLISH, { input }).then(({ error, data }) => readResult(error, data?.publishPost));
    case 'unpublish':
      return client.mutation(UNPUBLISH, { input }).then(({ error, data }) => readResult(error, data?.unpublishPost));
    case 'publishRevision':
      return client
        .mutation(PUBLISH_REVISION, { input })
        .then(({ error, data }) => readResult(error, data?.publishPostRevision));
    case 'discardRevision':
      return client
        .mutation(DISCARD_REVISION, { input })
        .then(({ error, data }) => readResult(error, data?.discardPostRevision));
    case 'delete':
      return client.mutation(DELETE, { input: { id } }).then(({ error, data }) => {
        const payload = data?.deletePost;
        return readResult(error, payload ? { post: null, errors: payload.errors } : payload);
      });
    default:
      return client
        .mutation(CHANGE_VISIBILITY, { input: { ...input, ...change } })
        .then(({ error, data }) => readResult(error, data?.updatePost));
  }
}

type Payload = { post: FragmentOf<typeof DraftFields> | null; errors: readonly UserError[] } | null | undefined;

function readResult(error: CombinedError | undefined, payload: Payload): ChangeResult {
  return {
    post: payload?.post ? readFragment(DraftFields, payload.post) : null,
    refusal: describeWriteError(error, payload),
    codes: payload?.errors.map(({ code }) => code) ?? [],
  };
}
