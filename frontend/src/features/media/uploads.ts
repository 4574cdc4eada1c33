// Uploads on their way: a few at once, beside the pages, so that moving between pages loses none.
import type { Api } from '../../shared/graphql/api';
import { faultOf } from './files';
import { wordsNow } from './messages/words';
import { leaveFor, type Send, sendForm, takeBack, Unreachable } from './sending';
import { readTaken, type Taken } from './taken';

/** `waiting` for its turn, `offline` until the network is back; `refused` is final, `failed` may be tried again. */
type UploadState = 'waiting' | 'sending' | 'offline' | 'paused' | 'failed' | 'refused' | 'sent';

export interface Upload {
  id: string;
  /** Null for a picture of oneself. */
  postId: string | null;
  /** Known once the API gave leave. */
  photoId: string | null;
  name: string;
  state: UploadState;
  /** 0 to 1. */
  share: number;
  problem: string | null;
  /** The file's own picture, until the processed one can be shown. */
  preview: string | null;
  /** Where and when the camera says it was taken: read on this device, told to nobody. */
  taken: Taken | null;
}

interface Errand {
  api: Api;
  file: File;
  stop: AbortController | null;
}

const AT_ONCE = 3;
const UNDER_WAY: readonly UploadState[] = ['waiting', 'sending', 'offline', 'paused'];

export class Uploads {
  private uploads: readonly Upload[] = [];
  private readonly errands = new Map<string, Errand>();
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly send: Send = sendForm,
    private readonly isOnline = () => navigator.onLine,
    private readonly take: (file: File) => Promise<Taken | null> = readTaken,
  ) {}

  get all(): readonly Upload[] {
    return this.uploads;
  }

  /** Whether leaving the site now would lose something. */
  get isBusy(): boolean {
    return this.uploads.some(({ state }) => UNDER_WAY.includes(state));
  }

  listen = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Send files for a post, or with null a picture of oneself. What cannot become a photo is refused at once, by name. */
  add(api: Api, postId: string | null, files: readonly File[]): string[] {
    return files.map((file) => {
      const id = crypto.randomUUID();
      const problem = faultOf(file, wordsNow()) ?? (postId && this.isOnItsWay(postId, file) ? wordsNow().onItsWayAlready : null);
      const state: UploadState = problem ? 'refused' : 'waiting';
      const preview = problem ? null : URL.createObjectURL(file);
      this.show([...this.uploads, { id, postId, photoId: null, name: file.name, state, share: 0, problem, preview, taken: null }]);
      if (problem) return id;
      this.errands.set(id, { api, file, stop: null });
      if (postId) void this.take(file).then((taken) => this.change(id, { taken }));
      this.proceed();
      return id;
    });
  }

  pause(id: string): void {
    this.change(id, { state: 'paused', share: 0 });
    this.errands.get(id)?.stop?.abort();
    this.proceed();
  }

  /** Begin again, after a pause or a failure: the file goes once more, to the same photo. */
  resume(api: Api, id: string): void {
    const errand = this.errands.get(id);
    if (!errand) return;
    errand.api = api;
    this.change(id, { state: 'waiting', problem: null });
    this.proceed();
  }

  /** Stop and take the photo back, should the API have begun one. */
  cancel(id: string): void {
    const upload = this.find(id);
    const errand = this.errands.get(id);
    this.forget(id);
    errand?.stop?.abort();
    if (errand && upload?.photoId && upload.state !== 'sent') void takeBack(errand.api, upload.photoId);
    this.proceed();
  }

  /** Let go of an upload that is done with: its picture is shown from the service now, or it was refused. */
  forget(id: string): void {
    const preview = this.find(id)?.preview;
    if (preview) URL.revokeObjectURL(preview);
    this.show(this.uploads.filter((upload) => upload.id !== id));
    this.errands.delete(id);
  }

  /** Stop everything: whoever sent it has left. */
  clear(): void {
    for (const { id } of this.uploads) this.cancel(id);
  }

  /** The network is back. */
  wake = (): void => {
    for (const { id, state } of this.uploads) if (state === 'offline') this.change(id, { state: 'waiting', problem: null });
    this.proceed();
  };

  /** Whether the very same file was given for the post a moment ago: dropped twice, say. */
  private isOnItsWay(postId: string, { name, size, lastModified }: File): boolean {
    return this.uploads.some(({ id, postId: known, state }) => {
      const file = this.errands.get(id)?.file;
      return known === postId && state !== 'failed' && file?.name === name && file.size === size && file.lastModified === lastModified;
    });
  }

  private proceed(): void {
    const free = AT_ONCE - this.uploads.filter(({ state }) => state === 'sending').length;
    for (const { id } of this.uploads.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, free))) {
      if (this.isOnline()) void this.run(id);
      else this.change(id, { state: 'offline', problem: wordsNow().waitingForNetwork });
    }
  }

  private async run(id: string): Promise<void> {
    const errand = this.errands.get(id);
    const upload = this.find(id);
    if (!errand || !upload) return;
    const stop = new AbortController();
    errand.stop = stop;
    this.change(id, { state: 'sending', share: 0, problem: null });
    try {
      const { photoId, ticket } = await leaveFor(errand.api, upload, errand.file);
      this.change(id, { photoId });
      if (!this.find(id) && photoId) { await takeBack(errand.api, photoId); return; }
      if (stop.signal.aborted) return;
      if (ticket) await this.send(ticket, errand.file, (share) => this.change(id, { share }), stop.signal);
      this.change(id, { state: 'sent', share: 1 });
    } catch (error) {
      if (!stop.signal.aborted) this.change(id, this.after(error));
    }
    this.proceed();
  }

  private after(error: unknown): Partial<Upload> {
    if (error instanceof Unreachable && !this.isOnline()) return { state: 'offline', share: 0, problem: wordsNow().waitingForNetwork };
    return { state: 'failed', share: 0, problem: error instanceof Error ? error.message : String(error) };
  }

  private find(id: string): Upload | undefined {
    return this.uploads.find((upload) => upload.id === id);
  }

  private change(id: string, changes: Partial<Upload>): void {
    this.show(this.uploads.map((upload) => (upload.id === id ? { ...upload, ...changes } : upload)));
  }

  private show(uploads: readonly Upload[]): void {
    this.uploads = uploads;
    for (const listener of this.listeners) listener();
  }
}

export const uploads = new Uploads();
