// Saving by itself: a moment after the last change, one save at a time, nothing lost in between.

export type SaveState = 'saved' | 'waiting' | 'saving' | 'refused';

/** Save a value; answer why it was refused, or null. */
type Save<T> = (value: T) => Promise<string | null>;

/** Keeps at most one save under way; what changes meanwhile is saved after it. */
export class Autosave<T> {
  private pending: T | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly save: Save<T>,
    private readonly told: (state: SaveState, problem: string | null) => void,
    private readonly delay = 900,
  ) {}

  change(value: T): void {
    this.pending = value;
    this.told('waiting', null);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), this.delay);
  }

  /** Whether everything is with the service. */
  get isDone(): boolean {
    return this.pending === undefined && this.running === undefined;
  }

  /** Drop what waits to be saved: the other version was taken. */
  drop(): void {
    clearTimeout(this.timer);
    this.pending = undefined;
    this.told('saved', null);
  }

  /** Save now what was not saved yet; resolves when nothing is under way. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    await this.running;
    if (this.pending === undefined) return;
    const value = this.pending;
    this.pending = undefined;
    this.running = this.write(value);
    await this.running;
  }

  private async write(value: T): Promise<void> {
    this.told('saving', null);
    const problem = await this.save(value);
    this.running = undefined;
    if (problem) this.pending ??= value;
    this.told(problem ? 'refused' : this.pending === undefined ? 'saved' : 'waiting', problem);
  }
}
