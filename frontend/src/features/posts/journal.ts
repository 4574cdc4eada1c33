// Unsaved words kept on this device until the service has them: what a crash, a reload or a dead battery would take.
import * as v from 'valibot';
import type { Words } from './draft-saver';

const Written = v.object({ title: v.string(), body: v.string(), tags: v.string(), visibility: v.picklist(['PUBLIC', 'FOLLOWERS', 'PRIVATE']) });
/** `base` is what the service had when `words` were written over it. */
const Entry = v.object({ words: Written, base: Written, at: v.string() });

type Entry = v.InferOutput<typeof Entry>;

export interface Found extends Entry {
  key: string;
}

/** One per open article: every tab writes a page of its own, so that two tabs never overwrite each other's. */
export class Journal {
  private readonly prefix: string;
  private readonly key: string;

  constructor(
    userId: string,
    postId: string,
    private readonly store: Storage = localStorage,
  ) {
    this.prefix = `waymark.unsaved.${userId}.${postId}.`;
    this.key = `${this.prefix}${crypto.randomUUID()}`;
  }

  /** Note words that are not saved yet. */
  note(words: Words, base: Words): void {
    try {
      this.store.setItem(this.key, JSON.stringify({ words, base, at: new Date().toISOString() }));
    } catch {
      // The device's store is full or closed; saving to the service goes on all the same.
    }
  }

  /** The service has everything that was noted here. */
  done(): void {
    this.store.removeItem(this.key);
  }

  /** Return what other openings of this article left unsaved, the newest first. */
  found(): Found[] {
    const keys = Array.from({ length: this.store.length }, (_, place) => this.store.key(place) ?? '');
    const left = keys.filter((key) => key.startsWith(this.prefix) && key !== this.key).flatMap((key) => this.read(key));
    return left.sort((one, other) => other.at.localeCompare(one.at));
  }

  remove(found: Found): void {
    this.store.removeItem(found.key);
  }

  private read(key: string): Found[] {
    try {
      const parsed = v.safeParse(Entry, JSON.parse(this.store.getItem(key) ?? ''));
      return parsed.success ? [{ key, ...parsed.output }] : [];
    } catch {
      return [];
    }
  }
}
