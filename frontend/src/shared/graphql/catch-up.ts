// Reads missed events: from the cursor of the page shown, each time the server starts the subscription.

/** One page of the log, or `gone` when the cursor is older than the log. */
export type LogPage = { endCursor: string | null; hasMore: boolean } | 'gone';

interface Options {
  /** Read the events after a cursor. Rejects when the network fails. */
  readPage: (place: string) => Promise<LogPage>;
  /** Reload the page, because the log does not reach back to its cursor. */
  reloadPage: () => void;
  /** Milliseconds before the first retry; doubles up to a minute. */
  retryDelayMs?: number;
}

const LONGEST_RETRY_MS = 60_000;

/** Follows one topic in the log: one page at a time, with retries. */
export class CatchUp {
  private cursor: string | null = null;
  private isRequested = false;
  private isReading = false;
  private isStopped = false;
  private failures = 0;
  private reloadTimer: ReturnType<typeof setTimeout> | undefined;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private waiting: (() => void)[] = [];

  constructor(private readonly options: Options) {}

  /** Set the cursor of the page that is shown. The first one counts: an overlap is harmless, a gap is not. */
  setCursor(place: string): void {
    clearTimeout(this.reloadTimer);
    this.cursor ??= place;
    if (this.isRequested) void this.run();
  }

  /** Something may have been missed: resolves once it was read, or at once where no page is shown yet that could lack it. */
  request(): Promise<void> {
    this.isRequested = true;
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      void this.run();
    });
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.retryTimer);
    clearTimeout(this.reloadTimer);
    this.resolveRequests();
  }

  private async run(): Promise<void> {
    if (this.isReading) return;
    this.isReading = true;
    clearTimeout(this.retryTimer);
    while (this.isRequested && this.cursor !== null && !this.isStopped) {
      this.isRequested = false;
      if (!(await this.readAll(this.cursor))) break;
    }
    this.isReading = false;
    if (!this.isRequested || this.cursor === null) this.resolveRequests();
  }

  private resolveRequests(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  /** Reload the page, and again until it has another cursor: reloading may fail, too. */
  private reload(attempts = 0): void {
    this.options.reloadPage();
    this.reloadTimer = setTimeout(() => this.reload(attempts + 1), this.delayAfter(attempts + 1));
  }

  private delayAfter(failures: number): number {
    return Math.min(LONGEST_RETRY_MS, (this.options.retryDelayMs ?? 1000) * 2 ** failures);
  }

  /** Read to the end of the log; false where the way is broken, and it is tried again later. */
  private async readAll(place: string): Promise<boolean> {
    try {
      for (let hasMore = true; hasMore && !this.isStopped;) {
        const page = await this.options.readPage(place);
        this.failures = 0;
        if (page === 'gone') {
          this.cursor = null;
          this.isRequested = true;
          this.reload();
          return true;
        }
        this.cursor = place = page.endCursor ?? place;
        hasMore = page.hasMore;
      }
      return true;
    } catch {
      this.isRequested = true;
      this.retryTimer = setTimeout(() => void this.run(), this.delayAfter(this.failures++));
      return false;
    }
  }
}
