// Saving a draft at the version it was read at; being second shows the other version.
import type { Client } from '@urql/core';
import { expect, it } from 'vitest';
import { type Draft, DraftSaver, getContent } from './draft-saver';

const DRAFT: Draft = {
  id: 'post_1',
  title: 'Rain',
  body: '',
  tags: ['wet'],
  visibility: 'PUBLIC',
  state: 'DRAFT',
  version: 3,
  revision: null,
};
const PUBLISHED: Draft = { ...DRAFT, state: 'PUBLISHED' };

interface FakeInput {
  expectedVersion: number;
  title: string;
  body: string;
  tags?: string[];
  visibility?: Draft['visibility'];
}

/** Keeps one article as the service does: drafts change themselves, published ones beside themselves. */
class FakeClient {
  readonly versions: number[] = [];
  readonly inputs: FakeInput[] = [];
  readonly fields: string[] = [];
  constructor(
    public current: Draft,
    private readonly refusal: string | null = null,
  ) {}
  mutation = (document: unknown, { input }: { input: FakeInput }) => {
    const field = JSON.stringify(document).includes('savePostRevision') ? 'savePostRevision' : 'updatePost';
    this.inputs.push(input);
    this.fields.push(field);
    this.versions.push(input.expectedVersion);
    const { version, revision } = this.current;
    const known = field === 'savePostRevision' ? (revision?.version ?? version) : version;
    const code = this.refusal ?? (input.expectedVersion === known ? null : 'CONFLICT');
    if (!code) this.write(field, input, known + 1);
    const errors = code ? [{ code, message: 'Somebody changed it.' }] : [];
    return Promise.resolve({ data: { [field]: { post: code ? null : this.current, errors } } });
  };
  private write(field: string, { title, body, tags = [], visibility }: FakeInput, version: number) {
    this.current =
      field === 'savePostRevision'
        ? { ...this.current, revision: { title, body, tags, version, updatedAt: '2026-11-29T00:00:00Z' } }
        : { ...this.current, version, visibility: visibility ?? this.current.visibility };
  }
  query = () => Promise.resolve({ data: { post: this.current } });
}

it('saves over the version its own last save made', async () => {
  const client = new FakeClient(DRAFT);
  const saver = new DraftSaver(client as unknown as Client, DRAFT, () => undefined);

  expect(await saver.save(getContent(DRAFT))).toBeNull();
  expect(await saver.save(getContent(DRAFT))).toBeNull();

  expect(client.versions).toEqual([3, 4]);
});

it('shows the other version when somebody was faster, and saves over it once that was seen', async () => {
  const client = new FakeClient({ ...DRAFT, title: 'Snow', version: 9 });
  const seen: Draft[] = [];
  const saver = new DraftSaver(client as unknown as Client, DRAFT, (theirs) => seen.push(theirs));

  expect(await saver.save(getContent(DRAFT))).toEqual({ state: 'failed', message: 'Somebody changed it.' });
  expect(seen.map(({ title }) => title)).toEqual(['Snow']);
  if (seen[0]) saver.acceptVersion(seen[0]);

  expect(await saver.save(getContent(DRAFT))).toBeNull();
});

it('goes on over a change that left the words alone: publishing shows no conflict', async () => {
  const client = new FakeClient({ ...DRAFT, version: 4 });
  const seen: Draft[] = [];
  const saver = new DraftSaver(client as unknown as Client, DRAFT, (theirs) => seen.push(theirs));

  expect(await saver.save({ ...getContent(DRAFT), body: 'All night.' })).toBeNull();

  expect(seen).toEqual([]);
  expect(client.versions).toEqual([3, 4]);
});

it('sends tags only when they changed', async () => {
  const tagged = { ...DRAFT, tags: ['low light', 'a,b'] };
  const client = new FakeClient(tagged);
  const saver = new DraftSaver(client as unknown as Client, tagged, () => undefined);

  await saver.save({ ...getContent(tagged), body: 'All night.' });
  await saver.save({ ...getContent(tagged), tags: ['low light'] });
  await saver.save({ ...getContent(tagged), tags: [] });

  expect(client.inputs.map((input) => ('tags' in input ? input.tags : 'not sent'))).toEqual([
    'not sent',
    ['low light'],
    [],
  ]);
});

it('saves the text of a published article beside it, and readers get a new visibility at once', async () => {
  const client = new FakeClient(PUBLISHED);
  const saver = new DraftSaver(client as unknown as Client, PUBLISHED, () => undefined);

  await saver.save({ ...getContent(PUBLISHED), body: 'All night.' });
  await saver.save({ ...getContent(PUBLISHED), body: 'All day.' });
  await saver.save({ ...getContent(PUBLISHED), body: 'All day.', visibility: 'PRIVATE' });

  expect(client.fields).toEqual(['savePostRevision', 'savePostRevision', 'updatePost']);
  expect(client.versions).toEqual([3, 4, 3]);
  expect(client.current).toMatchObject({ body: '', visibility: 'PRIVATE', revision: { body: 'All day.', version: 5 } });
  expect(getContent(saver.lastKnown).body).toBe('All day.');
});

it('goes on beside an article that was published elsewhere, and never into what readers see', async () => {
  const client = new FakeClient({ ...PUBLISHED, version: 4 });
  const saver = new DraftSaver(client as unknown as Client, DRAFT, () => undefined);

  await saver.save({ ...getContent(DRAFT), body: 'All night.' });

  expect(client.fields).toEqual(['updatePost', 'savePostRevision']);
  expect(client.current).toMatchObject({ body: '', revision: { body: 'All night.' } });
});

it.each([
  ['INVALID_INPUT', 'refused'],
  ['NOT_FOUND', 'refused'],
  ['RATE_LIMITED', 'failed'],
])('%s is %s: only what may pass is tried again', async (code, state) => {
  const saver = new DraftSaver(new FakeClient(DRAFT, code) as unknown as Client, DRAFT, () => undefined);

  const problem = await saver.save({ ...getContent(DRAFT), title: 'x'.repeat(201) });

  expect(problem?.state).toBe(state);
});
