// Uploads: told how far they are, stopped, begun again, never doubled, a few at once, and patient while offline.
import { afterEach, expect, it, vi } from 'vitest';
import type { Api } from '../../../shared/graphql/api';
import { type Send, NetworkUnreachable } from './transfer';
import { en } from './messages/en';
import { UploadQueue } from './upload-queue';

const TICKET = { url: 'https://store.example', fields: [{ name: 'key', value: 'uploads/u/photo_1' }] };
const FILE = new File(['x'.repeat(10)], 'ridge.jpg', { type: 'image/jpeg' });

class FakeApi {
  readonly keys: string[] = [];
  readonly deleted: string[] = [];
  answer: object = { upload: TICKET, photo: { id: 'photo_1' }, errors: [] };
  client = {
    mutation: (_: unknown, { input }: { input: { idempotencyKey?: string; id?: string } }) => {
      if (input.idempotencyKey) this.keys.push(input.idempotencyKey);
      else if (input.id) this.deleted.push(input.id);
      return Promise.resolve({ data: { createUpload: this.answer } });
    },
  };
}

const asApi = (api: FakeApi) => api as unknown as Api;
const untilAborted: Send = (_, __, told, signal) =>
  new Promise((_done, fail) => {
    told(0.5);
    signal.addEventListener('abort', () => fail(new Error('Stopped.')));
  });
const made = (send: Send, isOnline: () => boolean = () => true) =>
  new UploadQueue(send, isOnline, () => Promise.resolve(null));
const first = (uploads: UploadQueue) => uploads.all[0]?.id ?? '';

afterEach(() => void vi.restoreAllMocks());

it('goes from sending to sent, telling how far it is', async () => {
  const shares: number[] = [];
  const uploads = made((_, __, told) => {
    told(0.5);
    return Promise.resolve();
  });
  uploads.subscribe(() => shares.push(uploads.all[0]?.progress ?? -1));

  uploads.add(asApi(new FakeApi()), 'post_1', [FILE]);

  await vi.waitFor(() =>
    expect(uploads.all[0]).toMatchObject({ state: 'sent', progress: 1, name: 'ridge.jpg', photoId: 'photo_1' }),
  );
  expect(shares).toContain(0.5);
  expect(uploads.isBusy).toBe(false);
});

it('goes on after a pause with the same photo', async () => {
  const api = new FakeApi();
  const uploads = made(untilAborted);
  uploads.add(asApi(api), 'post_1', [FILE]);
  await vi.waitFor(() => expect(uploads.all[0]?.progress).toBe(0.5));

  uploads.pause(first(uploads));
  expect(uploads.all[0]).toMatchObject({ state: 'paused', progress: 0 });
  expect(uploads.isBusy).toBe(true);
  uploads.resume(asApi(api), first(uploads));

  await vi.waitFor(() => expect(api.keys).toHaveLength(2));
  expect(new Set(api.keys).size).toBe(1);
});

it('says why it was refused', async () => {
  const api = new FakeApi();
  api.answer = { upload: null, photo: null, errors: [{ code: 'INVALID_INPUT', message: 'Photos are JPEG or PNG.' }] };
  const uploads = made(untilAborted);

  uploads.add(asApi(api), 'post_1', [FILE]);

  await vi.waitFor(() =>
    expect(uploads.all[0]).toMatchObject({ state: 'failed', errorMessage: 'Photos are JPEG or PNG.' }),
  );
});

it('refuses what cannot become a photo before anything is sent', () => {
  const api = new FakeApi();
  const uploads = made(untilAborted);

  uploads.add(asApi(api), 'post_1', [new File(['x'], 'notes.pdf', { type: 'application/pdf' })]);

  expect(uploads.all[0]).toMatchObject({ state: 'refused', preview: null });
  expect(api.keys).toEqual([]);
});

it('is gone once cancelled, and its photo is taken back', async () => {
  const api = new FakeApi();
  const uploads = made(untilAborted);
  uploads.add(asApi(api), 'post_1', [FILE]);
  await vi.waitFor(() => expect(uploads.all[0]?.progress).toBe(0.5));

  uploads.cancel(first(uploads));

  expect(uploads.all).toEqual([]);
  expect(api.deleted).toEqual(['photo_1']);
});

it('cancelled before the service answered, the photo it began is taken back all the same', async () => {
  const api = new FakeApi();
  const uploads = made(untilAborted);
  uploads.add(asApi(api), 'post_1', [FILE]);

  uploads.cancel(first(uploads));

  await vi.waitFor(() => expect(api.deleted).toEqual(['photo_1']));
});

it('sends three at once; the next begins when one has ended', async () => {
  const uploads = made(untilAborted);
  uploads.add(
    asApi(new FakeApi()),
    'post_1',
    ['a', 'b', 'c', 'd', 'e'].map((name) => new File(['x'], `${name}.jpg`, { type: 'image/jpeg' })),
  );
  const states = () => uploads.all.map(({ state }) => state);
  expect(states()).toEqual(['sending', 'sending', 'sending', 'waiting', 'waiting']);

  uploads.cancel(first(uploads));

  await vi.waitFor(() => expect(states()).toEqual(['sending', 'sending', 'sending', 'waiting']));
});

it('waits while there is no network, and goes on by itself', async () => {
  let isOnline = true;
  const uploads = made(
    () => (isOnline ? Promise.resolve() : Promise.reject(new NetworkUnreachable('No network.'))),
    () => isOnline,
  );
  isOnline = false;
  uploads.add(asApi(new FakeApi()), 'post_1', [FILE]);
  expect(uploads.all[0]).toMatchObject({ state: 'offline' });

  isOnline = true;
  uploads.resumeOffline();

  await vi.waitFor(() => expect(uploads.all[0]).toMatchObject({ state: 'sent', errorMessage: null }));
});

it('a network lost on the way is waited for; a silent store is a failure', async () => {
  let isOnline = true;
  const send: Send = () => Promise.reject(new NetworkUnreachable('The store does not answer.'));
  const uploads = made(send, () => isOnline);
  uploads.add(asApi(new FakeApi()), 'post_1', [FILE]);
  await vi.waitFor(() =>
    expect(uploads.all[0]).toMatchObject({ state: 'failed', errorMessage: 'The store does not answer.' }),
  );

  uploads.resume(asApi(new FakeApi()), first(uploads));
  isOnline = false;

  await vi.waitFor(() => expect(uploads.all[0]).toMatchObject({ state: 'offline' }));
});

it('lets the memory of a preview go', () => {
  const revoked = vi.spyOn(URL, 'revokeObjectURL');
  const uploads = made(() => Promise.resolve());
  uploads.add(asApi(new FakeApi()), 'post_1', [FILE]);
  const preview = uploads.all[0]?.preview ?? '';

  uploads.remove(first(uploads));

  expect(preview).toMatch(/^blob:/);
  expect(revoked).toHaveBeenCalledWith(preview);
});

it('the same file dropped twice is sent once, with a word; for another post, or after it failed, it goes', async () => {
  const api = new FakeApi();
  const uploads = made(untilAborted);
  uploads.add(asApi(api), 'post_1', [FILE, FILE]);
  expect(uploads.all.map(({ state }) => state)).toEqual(['sending', 'refused']);
  expect(uploads.all[1]?.errorMessage).toBe(en.alreadyAdded);
  uploads.add(asApi(api), 'post_2', [FILE]);
  expect(uploads.all[2]?.state).toBe('sending');

  const failing = made(() => Promise.reject(new Error('No.')));
  failing.add(asApi(api), 'post_1', [FILE]);
  await vi.waitFor(() => expect(failing.all[0]?.state).toBe('failed'));
  failing.add(asApi(api), 'post_1', [FILE]);
  expect(failing.all[1]?.state).toBe('sending');
});
