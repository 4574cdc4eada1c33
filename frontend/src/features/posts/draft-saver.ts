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

export class DraftSaver {
  private version: number;

  constructor(
    private readonly client: Client,
    private readonly draft: Draft,
    private readonly conflict: (theirs: Draft) => void,
  ) {
    this.version = draft.version;
  }

  /** From now on, save over this version: its words were seen. */
  haveSeen(current: Draft): void {
    this.version = current.version;
  }

  /** Save the words; answer why they were refused, or null. */
  save = async (words: Words): Promise<string | null> => {
    const { id } = this.draft;
    const input = { id, expectedVersion: this.version, ...words, tags: tagsOf(words.tags) };
    const { data, error } = await this.client.mutation(UPDATE, { input });
    const answer = data?.updatePost;
    if (answer?.post) this.version = readFragment(DraftFields, answer.post).version;
    if (answer?.errors.some(({ code }) => code === 'CONFLICT')) await this.readTheirs();
    return refusalOf(error, answer);
  };

  private async readTheirs(): Promise<void> {
    const { data } = await this.client.query(CURRENT, { id: this.draft.id }, { requestPolicy: 'network-only' });
    if (data?.post) this.conflict(readFragment(DraftFields, data.post));
  }
}

export function wordsOf({ title, body, tags, visibility }: Draft): Words {
  return { title, body, tags: tags.join(', '), visibility };
}

/** Read tags as they are typed: by commas or spaces, with or without #. */
export function tagsOf(text: string): string[] {
  const words = text.split(/[\s,]+/).map((word) => word.replace(/^#+/, '').toLowerCase());
  return [...new Set(words.filter(Boolean))];
}
