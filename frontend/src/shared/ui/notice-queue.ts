// Texts that wait in line to be shown, so that none is overwritten before it was seen or heard.

interface Notice {
  id: number;
  text: string;
  /** What it is about: while it waits, a later one about the same takes its place. */
  about?: string | undefined;
}

/** Shows a few texts at once, each for its time, in the order they came; none is dropped for a later one about something else. */
export class NoticeQueue {
  private waiting: readonly Notice[] = [];
  private shown: readonly Notice[] = [];
  private count = 0;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly atOnce: number,
    private readonly stayMs: (text: string) => number,
  ) {}

  readonly read = (): readonly Notice[] => this.shown;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  add(text: string, about?: string): void {
    const notice = { id: ++this.count, text, about };
    this.waiting = [...this.waiting.filter((each) => about === undefined || each.about !== about), notice];
    this.fill();
  }

  private fill(): void {
    for (let [next] = this.waiting; next && this.shown.length < this.atOnce; [next] = this.waiting) {
      this.waiting = this.waiting.slice(1);
      this.show([...this.shown, next]);
      setTimeout((ended: Notice) => this.end(ended), this.stayMs(next.text), next);
    }
  }

  private end(notice: Notice): void {
    this.show(this.shown.filter((each) => each !== notice));
    this.fill();
  }

  private show(shown: readonly Notice[]): void {
    this.shown = shown;
    for (const listener of this.listeners) listener();
  }
}
