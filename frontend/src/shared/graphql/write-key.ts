// The key that makes a create safe to repeat: the same while its input is the same, another for other input.
import { useState } from 'react';

export class WriteKey {
  private said = '';
  private key = '';

  /** Return the key of an input; repeated without a change, it is the key of before. */
  of(input: object): string {
    const said = JSON.stringify(input);
    if (this.said !== said) [this.said, this.key] = [said, crypto.randomUUID()];
    return this.key;
  }

  /** It was done: the same input once more is another write. */
  done(): void {
    this.said = '';
  }
}

export function useWriteKey(): WriteKey {
  return useState(() => new WriteKey())[0];
}
