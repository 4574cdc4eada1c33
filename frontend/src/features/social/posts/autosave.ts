// Automatic saving: a moment after the last change, one save at a time.

/** A save that `failed` may pass when it is repeated; what was `refused` has to be changed first. */
export type SaveState = 'saved' | 'waiting' | 'saving' | 'failed' | 'refused';

export interface SaveProblem {
  state: 'failed' | 'refused';
  message: string;
}

/** Saves a value; resolves to the problem, or null. */
type Save<T> = (value: T) => Promise<SaveProblem | null>;

/** At most one save is in flight; changes meanwhile are saved after it. */
export class Autosave<T> {
  private pending: T | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private runningSave: Promise<void> | undefined;

  constructor(
    private readonly save: Save<T>,
    private readonly onStateChange: (state: SaveState, problem: string | null) => void,
    private readonly delay = 900,
  ) {}

  change(value: T): void {
    this.pending = value;
    this.onStateChange('waiting', null);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), this.delay);
  }

  /** Whether everything has been saved. */
  get isSaved(): boolean {
    return this.pending === undefined && this.runningSave === undefined;
  }

  /** Discard unsaved changes, because another version was chosen; resolves when no save is in flight. */
  async discard(): Promise<void> {
    clearTimeout(this.timer);
    this.pending = undefined;
    await this.runningSave;
    this.pending = undefined;
    this.onStateChange('saved', null);
  }

  /** Save pending changes now; resolves when no save is in flight. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    await this.runningSave;
    if (this.pending === undefined) return;
    const value = this.pending;
    this.pending = undefined;
    this.runningSave = this.write(value);
    await this.runningSave;
  }

  private async write(value: T): Promise<void> {
    this.onStateChange('saving', null);
    const problem = await this.save(value);
    this.runningSave = undefined;
    if (problem) this.pending ??= value;
    this.onStateChange(problem?.state ?? (this.pending === undefined ? 'saved' : 'waiting'), problem?.message ?? null);
  }
}
