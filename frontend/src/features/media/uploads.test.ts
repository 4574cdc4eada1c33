// Uploads: told how far they are, stopped, begun again, and never doubled.
import { expect, it, vi } from 'vitest';
import type { Api } from '../../shared/graphql/api';
import { type Send, Uploads } from './uploads';

const TICKET = { url: 'https://store.example', fields: [{ name: 'key', value: 'uploads/u/photo_1' }] };
const FILE = new File(['x'.repeat(10)], 'ridge.jpg', { type: 'image/jpeg' });

class FakeApi {
  readonly keys: string[] = [];
  answer: object = { upload: TICKET, photo: { id: 'photo_1' }, errors: [] };
  client = {
    mutation: (_: unknown, { input }: { input: { idempotencyKey: string } }) => {
      this.keys.push(input.idempotencyKey);
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

it('goes from sending to sent, telling how far it is', async () => {
  const shares: number[] = [];
  const uploads = new Uploads((_, __, told) => {
    told(0.5);
    return Promise.resolve();
  });
  uploads.listen(() => shares.push(uploads.all[0]?.share ?? -1));

  uploads.add(asApi(new FakeApi()), 'post_1', [FILE]);

  await vi.waitFor(() => expect(uploads.all[0]).toMatchObject({ state: 'sent', share: 1, name: 'ridge.jpg' }));
  expect(shares).toContain(0.5);
});

it('goes on after a pause with the same photo', async () => {
  const api = new FakeApi();
  const uploads = new Uploads(untilAborted);
  uploads.add(asApi(api), 'post_1', [FILE]);
  await vi.waitFor(() => expect(uploads.all[0]?.share).toBe(0.5));

  uploads.pause(uploads.all[0]?.id ?? '');
  expect(uploads.all[0]).toMatchObject({ state: 'paused', share: 0 });
  uploads.resume(asApi(api), uploads.all[0]?.id ?? '');

  await vi.waitFor(() => expect(api.keys).toHaveLength(2));
  expect(new Set(api.keys).size).toBe(1);
});

it('says why it was refused', async () => {
  const api = new FakeApi();
  api.answer = { upload: null, photo: null, errors: [{ code: 'INVALID_INPUT', message: 'Photos are JPEG or PNG.' }] };
  const uploads = new Uploads(untilAborted);

  uploads.add(asApi(api), 'post_1', [FILE]);

  await vi.waitFor(() => expect(uploads.all[0]).toMatchObject({ state: 'failed', problem: 'Photos are JPEG or PNG.' }));
});

it('is gone once cancelled, without a word of failure', async () => {
  const uploads = new Uploads(untilAborted);
  uploads.add(asApi(new FakeApi()), 'post_1', [FILE]);
  await vi.waitFor(() => expect(uploads.all[0]?.share).toBe(0.5));

  uploads.cancel(uploads.all[0]?.id ?? '');

  expect(uploads.all).toEqual([]);
});
