// Idempotency keys for creates: the same key while the input is unchanged, a new one for new input.
import { useState } from 'react';
import { readUnsentText, storeUnsentText } from '../offline/unsent-text';

/** Where the last input and its key are kept. */
interface KeyStore {
  read: () => string;
  write: (text: string) => void;
}

export class IdempotencyKey {
  constructor(private readonly store: KeyStore = createMemory()) {}

  /** Return the idempotency key; an unchanged input keeps its key. */
  keyFor(input: object): string {
    const said = JSON.stringify(input);
    const [lastKey, lastInput] = splitOnce(this.store.read());
    if (lastInput === said) return lastKey;
    const key = crypto.randomUUID();
    this.store.write(`${key} ${said}`);
    return key;
  }

  /** Return whether the last create was this one: it may have succeeded although nobody heard of it. */
  isKeptFor(input: object): boolean {
    return splitOnce(this.store.read())[1] === JSON.stringify(input);
  }

  /** The create succeeded: the same input again is another create. */
  reset(): void {
    this.store.write('');
  }
}

/** Return a key of this component; one that is kept under a place is the same after the tab was loaded again. */
export function useIdempotencyKey(place?: string): IdempotencyKey {
  return useState(() => new IdempotencyKey(place === undefined ? undefined : createTabStore(place)))[0];
}

function createMemory(): KeyStore {
  let kept = '';
  return { read: () => kept, write: (text) => (kept = text) };
}

function createTabStore(place: string): KeyStore {
  return { read: () => readUnsentText(place), write: (text) => storeUnsentText(place, text) };
}

function splitOnce(text: string): [string, string] {
  const end = text.indexOf(' ');
  return [text.slice(0, end), text.slice(end + 1)];
}
