// The upload queue: a few transfers at once, independent of pages.
import type { Api } from '../../../shared/graphql/api';
import { findFileProblem } from './files';
import { getMessages } from './messages/use-messages';
import { requestUpload, type Send, sendForm, deleteUpload, NetworkUnreachable } from './transfer';
import { readCaptureLocation, type CaptureLocation } from './capture-location';

/** `waiting`: queued; `offline`: until the network is back; `refused` is final, `failed` can be retried. */
type UploadState = 'waiting' | 'sending' | 'offline' | 'paused' | 'failed' | 'refused' | 'sent';

export interface Upload {
  id: string;
  /** Null for a profile picture. */
  postId: string | null;
  /** Known once the API has granted the upload. */
  photoId: string | null;
  name: string;
  state: UploadState;
  /** 0 to 1. */
  progress: number;
  errorMessage: string | null;
  /** An object URL of the file, shown until the processed picture is available. */
  preview: string | null;
  /** Read from EXIF on this device, and never sent. */
  captureLocation: CaptureLocation | null;
}

interface Transfer {
  api: Api;
  file: File;
  stop: AbortController | null;
}

const MAX_PARALLEL = 3;
const UNFINISHED_STATES: readonly UploadState[] = ['waiting', 'sending', 'offline', 'paused'];

export class UploadQueue {
  private uploads: readonly Upload[] = [];
  private readonly transfers = new Map<string, Transfer>();
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly send: Send = sendForm,
    private readonly isOnline = () => navigator.onLine,
    private readonly readLocation: (file: File) => Promise<CaptureLocation | null> = readCaptureLocation,
  ) {}

  get all(): readonly Upload[] {
    return this.uploads;
  }

  /** Whether leaving the site now would lose an upload. */
  get isBusy(): boolean {
    return this.uploads.some(({ state }) => UNFINISHED_STATES.includes(state));
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Add files for a post, or with null a profile picture. Unusable files are refused at once. */
  add(api: Api, postId: string | null, files: readonly File[]): string[] {
    return files.map((file) => {
      const id = crypto.randomUUID();
      const errorMessage =
        findFileProblem(file, getMessages()) ??
        (postId && this.isDuplicate(postId, file) ? getMessages().alreadyAdded : null);
      const state: UploadState = errorMessage ? 'refused' : 'waiting';
      const preview = errorMessage ? null : URL.createObjectURL(file);
      this.setUploads([
        ...this.uploads,
        {
          id,
          postId,
          photoId: null,
          name: file.name,
          state,
          progress: 0,
          errorMessage,
          preview,
          captureLocation: null,
        },
      ]);
      if (errorMessage) return id;
      this.transfers.set(id, { api, file, stop: null });
      if (postId) void this.readLocation(file).then((taken) => this.update(id, { captureLocation: taken }));
      this.startWaiting();
      return id;
    });
  }

  pause(id: string): void {
    this.update(id, { state: 'paused', progress: 0 });
    this.transfers.get(id)?.stop?.abort();
    this.startWaiting();
  }

  /** Restart after a pause or failure; the file is sent again, to the same photo. */
  resume(api: Api, id: string): void {
    const transfer = this.transfers.get(id);
    if (!transfer) return;
    transfer.api = api;
    this.update(id, { state: 'waiting', errorMessage: null });
    this.startWaiting();
  }

  /** Stop, and delete the photo if the API has created one. */
  cancel(id: string): void {
    const upload = this.find(id);
    const errand = this.transfers.get(id);
    this.remove(id);
    errand?.stop?.abort();
    if (errand && upload?.photoId && upload.state !== 'sent') void deleteUpload(errand.api, upload.photoId);
    this.startWaiting();
  }

  /** Remove a finished or refused upload, and free its preview. */
  remove(id: string): void {
    const preview = this.find(id)?.preview;
    if (preview) URL.revokeObjectURL(preview);
    this.setUploads(this.uploads.filter((upload) => upload.id !== id));
    this.transfers.delete(id);
  }

  /** Cancel all uploads, when the person signs out. */
  cancelAll(): void {
    for (const { id } of this.uploads) this.cancel(id);
  }

  /** Resume uploads that waited for the network. */
  resumeOffline = (): void => {
    for (const { id, state } of this.uploads)
      if (state === 'offline') this.update(id, { state: 'waiting', errorMessage: null });
    this.startWaiting();
  };

  /** Whether the same file was already added to the post, for example dropped twice. */
  private isDuplicate(postId: string, { name, size, lastModified }: File): boolean {
    return this.uploads.some(({ id, postId: known, state }) => {
      const file = this.transfers.get(id)?.file;
      return (
        known === postId &&
        state !== 'failed' &&
        file?.name === name &&
        file.size === size &&
        file.lastModified === lastModified
      );
    });
  }

  private startWaiting(): void {
    const free = MAX_PARALLEL - this.uploads.filter(({ state }) => state === 'sending').length;
    for (const { id } of this.uploads.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, free))) {
      if (this.isOnline()) void this.transfer(id);
      else this.update(id, { state: 'offline', errorMessage: getMessages().waitingForNetwork });
    }
  }

  private async transfer(id: string): Promise<void> {
    const errand = this.transfers.get(id);
    const upload = this.find(id);
    if (!errand || !upload) return;
    const stop = new AbortController();
    errand.stop = stop;
    this.update(id, { state: 'sending', progress: 0, errorMessage: null });
    try {
      const { photoId, form } = await requestUpload(errand.api, upload, errand.file);
      this.update(id, { photoId });
      if (!this.find(id) && photoId) {
        await deleteUpload(errand.api, photoId);
        return;
      }
      if (stop.signal.aborted) return;
      if (form) await this.send(form, errand.file, (share) => this.update(id, { progress: share }), stop.signal);
      this.update(id, { state: 'sent', progress: 1 });
    } catch (error) {
      if (!stop.signal.aborted) this.update(id, this.getStateAfterError(error));
    }
    this.startWaiting();
  }

  private getStateAfterError(error: unknown): Partial<Upload> {
    if (error instanceof NetworkUnreachable && !this.isOnline())
      return { state: 'offline', progress: 0, errorMessage: getMessages().waitingForNetwork };
    return { state: 'failed', progress: 0, errorMessage: error instanceof Error ? error.message : String(error) };
  }

  private find(id: string): Upload | undefined {
    return this.uploads.find((upload) => upload.id === id);
  }

  private update(id: string, changes: Partial<Upload>): void {
    this.setUploads(this.uploads.map((upload) => (upload.id === id ? { ...upload, ...changes } : upload)));
  }

  private setUploads(uploads: readonly Upload[]): void {
    this.uploads = uploads;
    for (const listener of this.listeners) listener();
  }
}

export const uploadQueue = new UploadQueue();
