// Unsaved article content on this device, to survive a crash or a reload.
import * as v from 'valibot';
import type { DraftContent } from './draft-saver';

const Content = v.object({
  title: v.string(),
  body: v.string(),
  tags: v.array(v.string()),
  visibility: v.picklist(['PUBLIC', 'FOLLOWERS', 'PRIVATE']),
});
/** `base` is the server's content that `content` was edited from. */
const Entry = v.object({ content: Content, base: Content, at: v.string() });

type Entry = v.InferOutput<typeof Entry>;

export interface UnsavedDraft extends Entry {
  key: string;
}

/** The unsaved content of one open article; each tab writes its own entry, so that tabs never overwrite each other. */
export class UnsavedDraftStore {
  private readonly prefix: string;
  private readonly key: string;

  constructor(
    userId: string,
    postId: string,
    private readonly storage: Storage = localStorage,
  ) {
    this.prefix = `waymark.unsaved.${userId}.${postId}.`;
    this.key = `${this.prefix}${crypto.randomUUID()}`;
  }

  /** Store content that is not saved yet. */
  store(content: DraftContent, base: DraftContent): void {
    try {
      this.storage.setItem(this.key, JSON.stringify({ content, base, at: new Date().toISOString() }));
    } catch {
      // Storage is full or unavailable; saving to the server continues.
    }
  }

  /** Everything has been saved to the server. */
  clear(): void {
    this.storage.removeItem(this.key);
  }

  /** Return unsaved content of other tabs or earlier sessions, newest first. */
  findOthers(): UnsavedDraft[] {
    const keys = Array.from({ length: this.storage.length }, (_, place) => this.storage.key(place) ?? '');
    const left = keys
      .filter((key) => key.startsWith(this.prefix) && key !== this.key)
      .flatMap((key) => this.readEntry(key));
    return left.sort((one, other) => other.at.localeCompare(one.at));
  }

  remove(found: UnsavedDraft): void {
    this.storage.removeItem(found.key);
  }

  private readEntry(key: string): UnsavedDraft[] {
    try {
      const parsed = v.safeParse(Entry, JSON.parse(this.storage.getItem(key) ?? ''));
      return parsed.success ? [{ key, ...parsed.output }] : [];
    } catch {
      return [];
    }
  }
}
