// Reading what was missed: from the place of the page that is shown, each time the server begins to listen for us.

/** What one reading of the log came to: the place after it, or that the place is no longer kept. */
export type Reading = { end: string | null; hasMore: boolean } | 'gone';

interface Options {
  /** Read the events after a place; rejects where the way is broken. */
  read: (place: string) => Promise<Reading>;
  /** Read the page itself again: the log does not reach back to it. */
  reread: () => void;
  /** Milliseconds before the first further attempt; it doubles, up to a minute. */
  delay?: number;
}

const LONGEST = 60_000;

/** One topic's place in the log. It reads one page after another, never two at once, and tries again when that fails. */
export class CatchUp {
  private place: string | null = null;
  private isWanted = false;
  private isReading = false;
  private isOver = false;
  private failures = 0;
  private retrying: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: Options) {}

  /** The page that is shown was read at this place. The first one counts: overlapping is harmless, a gap is not. */
  begin(place: string): void {
    this.place ??= place;
    if (this.isWanted) void this.run();
  }

  /** Something may have been missed. */
  want(): void {
    this.isWanted = true;
    void this.run();
  }

  end(): void {
    this.isOver = true;
    clearTimeout(this.retrying);
  }

  private async run(): Promise<void> {
    if (this.isReading) return;
    this.isReading = true;
    clearTimeout(this.retrying);
    while (this.isWanted && this.place !== null && !this.isOver) {
      this.isWanted = false;
      await this.readAll(this.place);
    }
    this.isReading = false;
  }

  private async readAll(place: string): Promise<void> {
    try {
      for (let hasMore = true; hasMore && !this.isOver; ) {
        const reading = await this.options.read(place);
        this.failures = 0;
        if (reading === 'gone') {
          this.place = null;
          this.isWanted = true;
          this.options.reread();
          return;
        }
        this.place = place = reading.end ?? place;
        hasMore = reading.hasMore;
      }
    } catch {
      const wait = Math.min(LONGEST, (this.options.delay ?? 1000) * 2 ** this.failures++);
      this.retrying = setTimeout(() => this.want(), wait);
    }
  }
}
