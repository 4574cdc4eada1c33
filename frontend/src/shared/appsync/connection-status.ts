// Where the realtime connection is, and who listens to it.

/** `live` once the server runs every subscription and each has read what it missed; `idle` while there is none. */
export type Status =
  { state: 'idle' } | { state: 'connecting' } | { state: 'live' } | { state: 'offline'; since: Date };

/** The status of a connection; a listener hears of each change of state once. */
export class ConnectionStatus {
  private current: Status = { state: 'idle' };
  private readonly listeners = new Set<(status: Status) => void>();

  get status(): Status {
    return this.current;
  }

  listen(listener: (status: Status) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** A break keeps the time at which it began. */
  set(status: Status): void {
    if (this.current.state === status.state) return;
    this.current = status;
    for (const listener of this.listeners) listener(status);
  }
}
