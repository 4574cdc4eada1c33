// Saves an article over the version that was edited: a draft itself, of a published article what is not published yet.
import type { Client, CombinedError } from '@urql/core';
import type { SaveProblem } from './autosave';
import { type FragmentOf, graphql, readFragment, type ResultOf } from '../../../shared/graphql/graphql';
import { describeWriteError, type UserError } from '../../../shared/graphql/write-errors';

export const DraftFields = graphql(`
  fragment DraftFields on Post {
    id
    title
    body
    tags
    visibility
    state
    version
    revision {
      title
      body
      tags
      version
      updatedAt
    }
  }
`);
const UPDATE = graphql(
  `
    mutation UpdatePost($input: UpdatePostInput!) {
      updatePost(input: $input) {
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
          ... on Conflict {
            currentVersion
          }
        }
      }
    }
  `,
  [DraftFields],
);
const SAVE_REVISION = graphql(
  `
    mutation SavePostRevision($input: SavePostRevisionInput!) {
      savePostRevision(input: $input) {
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
          ... on Conflict {
            currentVersion
          }
        }
      }
    }
  `,
  [DraftFields],
);
const CURRENT = graphql(
  `
    query CurrentPost($id: ID!) {
      post(id: $id) {
        id
        ...DraftFields
      }
    }
  `,
  [DraftFields],
);

export type Draft = ResultOf<typeof DraftFields>;

export interface DraftContent {
  title: string;
  body: string;
  tags: readonly string[];
  visibility: Draft['visibility'];
}

/** How often a save is rebased over changes that left the content alone, such as publishing. */
const MAX_REBASES = 3;

interface WriteResult {
  problem: SaveProblem | null;
  /** The article was changed since the version that the write was based on. */
  isBehind: boolean;
}

const SAVED: WriteResult = { problem: null, isBehind: false };

type DraftPayload = { post: FragmentOf<typeof DraftFields> | null; errors: readonly UserError[] } | null | undefined;

/** Refusals that may pass without another text. */
const PASSING_CODES: readonly UserError['code'][] = ['CONFLICT', 'RATE_LIMITED'];

export class DraftSaver {
  private draft: Draft;

  constructor(
    private readonly client: Client,
    draft: Draft,
    private readonly onConflict: (theirs: Draft) => void,
  ) {
    this.draft = draft;
  }

  /** The server's latest version that this tab has seen. */
  get lastKnown(): Draft {
    return this.draft;
  }

  /** Save over this version from now on, because its content was seen. */
  acceptVersion(current: Draft): void {
    this.draft = current;
  }

  /** Save the content; resolves to the problem, or null. */
  save = async (content: DraftContent): Promise<SaveProblem | null> => {
    for (let left = MAX_REBASES; ; left--) {
      const { problem, isBehind } = await this.write(content);
      if (!isBehind || !(await this.rebase(content)) || left === 0) return problem;
    }
  };

  /** Readers of a published article see a new visibility at once, and new text when it is published. */
  private async write(content: DraftContent): Promise<WriteResult> {
    if (this.draft.state === 'DRAFT') return this.update(content);
    const { visibility, ...text } = content;
    const known = getContent(this.draft);
    if (visibility !== known.visibility) {
      const result = await this.update({ visibility });
      if (result.problem) return result;
    }
    return hasSameContent({ ...text, visibility }, { ...known, visibility }) ? SAVED : this.saveRevision(text);
  }

  private async update({ tags, ...others }: Partial<DraftContent>): Promise<WriteResult> {
    // Unchanged tags are not sent, so that saving text never rewrites them.
    const changedTags = tags === undefined || hasSameTags(tags, this.draft.tags) ? {} : { tags: [...tags] };
    const input = { id: this.draft.id, expectedVersion: this.draft.version, ...others, ...changedTags };
    const { data, error } = await this.client.mutation(UPDATE, { input });
    return this.readResult(error, data?.updatePost);
  }

  private async saveRevision({ title, body, tags }: Omit<DraftContent, 'visibility'>): Promise<WriteResult> {
    const { id, version, revision } = this.draft;
    const input = { id, expectedVersion: revision?.version ?? version, title, body, tags: [...tags] };
    const { data, error } = await this.client.mutation(SAVE_REVISION, { input });
    return this.readResult(error, data?.savePostRevision);
  }

  private readResult(error: CombinedError | undefined, payload: DraftPayload): WriteResult {
    if (payload?.post) this.draft = readFragment(DraftFields, payload.post);
    const codes = payload?.errors.map(({ code }) => code) ?? [];
    const message = describeWriteError(error, payload);
    const state = codes.some((code) => !PASSING_CODES.includes(code)) ? 'refused' : 'failed';
    return { problem: message === null ? null : { state, message }, isBehind: codes.includes('CONFLICT') };
  }

  /** Load the other version, and adopt it if its content is what was known or what is being saved. */
  private async rebase(content: DraftContent): Promise<boolean> {
    const { data } = await this.client.query(CURRENT, { id: this.draft.id }, { requestPolicy: 'network-only' });
    if (!data?.post) return false;
    const theirs = readFragment(DraftFields, data.post);
    if (hasSameContent(getContent(theirs), getContent(this.draft)) || hasSameContent(getContent(theirs), content)) {
      this.draft = theirs;
      return true;
    }
    this.onConflict(theirs);
    return false;
  }
}

/** Return whether two versions have the same content. */
export function hasSameContent(one: DraftContent, other: DraftContent): boolean {
  const serialize = ({ title, body, tags, visibility }: DraftContent) =>
    JSON.stringify([title, body, tags, visibility]);
  return serialize(one) === serialize(other);
}

/** Return what the author works on: the unpublished changes where there are some. */
export function getContent({ visibility, revision, ...post }: Draft): DraftContent {
  const { title, body, tags } = revision ?? post;
  return { title, body, tags, visibility };
}

function hasSameTags(some: readonly string[], others: readonly string[]): boolean {
  return JSON.stringify(some) === JSON.stringify(others);
}
