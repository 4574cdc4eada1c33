// Uploads on their way: they live beside the pages, so that moving between pages loses none.
import { graphql } from '../../shared/graphql/graphql';
import type { Api } from '../../shared/graphql/api';
import { refusalOf } from '../../shared/graphql/outcome';

export interface Upload {
  id: string;
  postId: string;
  name: string;
  state: 'sending' | 'paused' | 'failed' | 'sent';
  /** 0 to 1. */
  share: number;
  problem: string | null;
}

interface Ticket {
  url: string;
  fields: { name: string; value: string }[];
}

/** Posts a form, tells how much of it left, and can be stopped. Rejects with a sentence for people. */
export type Send = (ticket: Ticket, file: File, told: (share: number) => void, signal: AbortSignal) => Promise<void>;

const CREATE_UPLOAD = graphql(`
  mutation CreateUpload($input: CreateUploadInput!) {
    createUpload(input: $input) {
      upload { url fields { name value } }
      photo { id state }
      errors { code message }
    }
  }
`);

export class Uploads {
  private uploads: readonly Upload[] = [];
  private readonly files = new Map<string, File>();
  private readonly running = new Map<string, AbortController>();
  private readonly listeners = new Set<() => void>();

  constructor(private readonly send: Send = sendForm) {}

  get all(): readonly Upload[] {
    return this.uploads;
  }

  listen = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  add(api: Api, postId: string, files: readonly File[]): void {
    for (const file of files) {
      const id = crypto.randomUUID();
      this.files.set(id, file);
      this.show([...this.uploads, { id, postId, name: file.name, state: 'sending', share: 0, problem: null }]);
      void this.run(api, id);
    }
  }

  pause(id: string): void {
    this.change(id, { state: 'paused', share: 0 });
    this.running.get(id)?.abort();
  }

  /** Begin again, after a pause or a failure. */
  resume(api: Api, id: string): void {
    this.change(id, { state: 'sending', problem: null });
    void this.run(api, id);
  }

  cancel(id: string): void {
    this.show(this.uploads.filter((upload) => upload.id !== id));
    this.running.get(id)?.abort();
    this.files.delete(id);
  }

  private async run(api: Api, id: string): Promise<void> {
    const file = this.files.get(id);
    const upload = this.uploads.find((each) => each.id === id);
    if (!file || !upload) return;
    const stop = new AbortController();
    this.running.set(id, stop);
    try {
      const ticket = await leaveFor(api, upload, file);
      // Without a ticket the picture has arrived already: the answer to an earlier try was lost.
      if (ticket) await this.send(ticket, file, (share) => this.change(id, { share }), stop.signal);
      this.change(id, { state: 'sent', share: 1 });
      this.files.delete(id);
    } catch (error) {
      if (!stop.signal.aborted) this.change(id, { state: 'failed', problem: error instanceof Error ? error.message : String(error) });
    } finally {
      if (this.running.get(id) === stop) this.running.delete(id);
    }
  }

  private change(id: string, changes: Partial<Upload>): void {
    this.show(this.uploads.map((upload) => (upload.id === id ? { ...upload, ...changes } : upload)));
  }

  private show(uploads: readonly Upload[]): void {
    this.uploads = uploads;
    for (const listener of this.listeners) listener();
  }
}

/** Ask for leave to upload. The upload's own id is the idempotency key, so that a repeat gets the same photo. */
async function leaveFor(api: Api, upload: Upload, file: File): Promise<Ticket | null> {
  const input = {
    purpose: 'PHOTO' as const,
    postId: upload.postId,
    contentType: file.type || 'application/octet-stream',
    bytes: file.size,
    idempotencyKey: upload.id,
  };
  const { data, error } = await api.client.mutation(CREATE_UPLOAD, { input });
  const refusal = refusalOf(error, data?.createUpload);
  if (refusal) throw new Error(refusal);
  return data?.createUpload?.upload ?? null;
}

/** Post the form by XMLHttpRequest, which alone tells how much has left. */
const sendForm: Send = (ticket, file, told, signal) =>
  new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    for (const { name, value } of ticket.fields) form.append(name, value);
    form.append('file', file);
    request.upload.onprogress = ({ loaded, total }) => told(total ? loaded / total : 0);
    request.onload = () => (request.status < 300 ? done() : fail(new Error(`The store refused the file (${request.status}).`)));
    request.onerror = () => fail(new Error(navigator.onLine ? 'The store does not answer.' : 'You are offline.'));
    request.onabort = () => fail(new Error('Stopped.'));
    signal.addEventListener('abort', () => request.abort());
    request.open('POST', ticket.url);
    request.send(form);
  });

export const uploads = new Uploads();
