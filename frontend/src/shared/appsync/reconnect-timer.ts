// Waits longer after each failure, with jitter, so that clients do not come back all at once.

export class ReconnectTimer {
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly firstDelayMs: number,
    private readonly longestDelayMs: number,
  ) {}

  get isWaiting(): boolean {
    return this.timer !== undefined;
  }

  /** Call back after half to all of the delay, which doubles with each failure since `reset`. */
  schedule(reconnect: () => void): void {
    clearTimeout(this.timer);
    const longest = Math.min(this.longestDelayMs, this.firstDelayMs * 2 ** this.failures++);
    this.timer = setTimeout(
      () => {
        this.timer = undefined;
        reconnect();
      },
      longest / 2 + (Math.random() * longest) / 2,
    );
  }

  cancel(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Forget the failures: the connection works again. */
  reset(): void {
    this.failures = 0;
  }
}
