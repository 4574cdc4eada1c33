// Saving a draft at the version it was read at; being second shows the other version.
import type { Client } from '@urql/core';
import { expect, it } from 'vitest';
import { type Draft, DraftSaver, tagsOf, wordsOf } from './draft-saver';

const DRAFT: Draft = { id: 'post_1', title: 'Rain', body: '', tags: ['wet'], visibility: 'PUBLIC', version: 3 };

class FakeClient {
  readonly versions: number[] = [];
  constructor(public current: Draft) {}
  mutation = (_: unknown, { input }: { input: { expectedVersion: number } }) => {
    this.versions.push(input.expectedVersion);
    const isCurrent = input.expectedVersion === this.current.version;
    if (isCurrent) this.current = { ...this.current, version: this.current.version + 1 };
    const errors = isCurrent ? [] : [{ code: 'CONFLICT', message: 'Somebody changed it.' }];
    return Promise.resolve({ data: { updatePost: { post: isCurrent ? this.current : null, errors } } });
  };
  query = () => Promise.resolve({ data: { post: this.current } });
}

it('saves over the version its own last save made', async () => {
  const client = new FakeClient(DRAFT);
  const saver = new DraftSaver(client as unknown as Client, DRAFT, () => undefined);

  expect(await saver.save(wordsOf(DRAFT))).toBeNull();
  expect(await saver.save(wordsOf(DRAFT))).toBeNull();

  expect(client.versions).toEqual([3, 4]);
});

it('shows the other version when somebody was faster, and saves over it once that was seen', async () => {
  const client = new FakeClient({ ...DRAFT, title: 'Snow', version: 9 });
  const seen: Draft[] = [];
  const saver = new DraftSaver(client as unknown as Client, DRAFT, (theirs) => seen.push(theirs));

  expect(await saver.save(wordsOf(DRAFT))).toBe('Somebody changed it.');
  expect(seen.map(({ title }) => title)).toEqual(['Snow']);
  if (seen[0]) saver.haveSeen(seen[0]);

  expect(await saver.save(wordsOf(DRAFT))).toBeNull();
});

it('goes on over a change that left the words alone: publishing shows no conflict', async () => {
  const client = new FakeClient({ ...DRAFT, version: 4 });
  const seen: Draft[] = [];
  const saver = new DraftSaver(client as unknown as Client, DRAFT, (theirs) => seen.push(theirs));

  expect(await saver.save({ ...wordsOf(DRAFT), body: 'All night.' })).toBeNull();

  expect(seen).toEqual([]);
  expect(client.versions).toEqual([3, 4]);
});

it('reads tags as they are typed', () => {
  expect(tagsOf('#Rivers, autumn  rivers,,#low-light')).toEqual(['rivers', 'autumn', 'low-light']);
});
