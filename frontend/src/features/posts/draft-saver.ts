// Saves an article's words at the version they were read at, and reads the other version when somebody was faster.
import type { Client } from '@urql/core';
import { graphql, readFragment, type ResultOf } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';

export const DraftFields = graphql(`
  fragment DraftFields on Post { id title body tags visibility version }
`);
const UPDATE = graphql(
  `
    mutation UpdatePost($input: UpdatePostInput!) {
      updatePost(input: $input) {
        post { id ...DraftFields }
        errors { code message ... on Conflict { currentVersion } }
      }
    }
  `,
  [DraftFields],
);
const CURRENT = graphql(`query CurrentPost($id: ID!) { post(id: $id) { id ...DraftFields } }`, [DraftFields]);

export type Draft = ResultOf<typeof DraftFields>;

export interface Words {
  title: string;
  body: string;
  tags: string;
  visibility: Draft['visibility'];
}

/** How often a save goes on over changes that left the words alone: publishing, say. */
const REBASES = 3;

export class DraftSaver {
  private draft: Draft;

  constructor(
    private readonly client: Client,
    draft: Draft,
    private readonly conflict: (theirs: Draft) => void,
  ) {
    this.draft = draft;
  }

  /** The draft as the service had it last, as far as this tab has seen. */
  get known(): Draft {
    return this.draft;
  }

  /** From now on, save over this version: its words were seen. */
  haveSeen(current: Draft): void {
    this.draft = current;
  }

  /** Save the words; answer why they were refused, or null. */
  save = async (words: Words): Promise<string | null> => {
    for (let left = REBASES; ; left--) {
      const { id, version } = this.draft;
      const input = { id, expectedVersion: version, ...words, tags: tagsOf(words.tags) };
      const { data, error } = await this.client.mutation(UPDATE, { input });
      const answer = data?.updatePost;
      if (answer?.post) this.draft = readFragment(DraftFields, answer.post);
      const isBehind = answer?.errors.some(({ code }) => code === 'CONFLICT') ?? false;
      if (!isBehind || !(await this.isOnlyBehind(words)) || left === 0) return refusalOf(error, answer);
    }
  };

  /** Read the other version; where its words are those that were known, or the same as mine, there is nothing to choose. */
  private async isOnlyBehind(mine: Words): Promise<boolean> {
    const { data } = await this.client.query(CURRENT, { id: this.draft.id }, { requestPolicy: 'network-only' });
    if (!data?.post) return false;
    const theirs = readFragment(DraftFields, data.post);
    if (isSame(wordsOf(theirs), wordsOf(this.draft)) || isSame(wordsOf(theirs), mine)) {
      this.draft = theirs;
      return true;
    }
    this.conflict(theirs);
    return false;
  }
}

/** Return whether two versions say the same. */
export function isSame(one: Words, other: Words): boolean {
  const said = ({ title, body, tags, visibility }: Words) => JSON.stringify([title, body, tagsOf(tags), visibility]);
  return said(one) === said(other);
}

export function wordsOf({ title, body, tags, visibility }: Draft): Words {
  return { title, body, tags: tags.join(', '), visibility };
}

/** Read tags as they are typed: by commas or spaces, with or without #. */
export function tagsOf(text: string): string[] {
  const words = text.split(/[\s,]+/).map((word) => word.replace(/^#+/, '').toLowerCase());
  return [...new Set(words.filter(Boolean))];
}
