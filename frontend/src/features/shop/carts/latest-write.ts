// Sends values one at a time; of those that come meanwhile only the last, because each replaces the one before.

export class LatestWrite<T> {
  private waiting: { value: T } | null = null;
  private isSending = false;

  constructor(private readonly send: (value: T) => Promise<void>) {}

  async write(value: T): Promise<void> {
    this.waiting = { value };
    if (this.isSending) return;
    this.isSending = true;
    try {
      while (this.waiting) {
        const next: T = this.waiting.value;
        this.waiting = null;
        await this.send(next);
      }
    } finally {
      this.isSending = false;
    }
  }
}
