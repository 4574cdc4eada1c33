// Events that subscriptions received, newest first. While paused they are held back, not lost.
import type { GraphQLResponse } from '../../../shared/appsync/types';

export interface LogEntry {
  number: number;
  at: Date;
  /** The subscription's field. */
  name: string;
  kind: 'started' | 'startedAgain' | 'event' | 'refused';
  answer: GraphQLResponse;
}

interface LogState {
  entries: readonly LogEntry[];
  /** Events since the log was cleared, including dropped ones. */
  count: number;
  /** Events held back while paused. */
  waiting: number;
  isPaused: boolean;
  /** Fields with a running subscription. */
  listening: readonly string[];
}

const MAX_ENTRIES = 200;
const EMPTY_LOG: LogState = { entries: [], count: 0, waiting: 0, isPaused: false, listening: [] };

export class EventLog {
  private state: LogState = EMPTY_LOG;
  private entries: LogEntry[] = [];
  private lastNumber = 0;
  private readonly listeners = new Set<() => void>();

  readonly getState = (): LogState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  record(name: string, kind: LogEntry['kind'], answer: GraphQLResponse = {}): void {
    this.entries = [{ number: ++this.lastNumber, at: new Date(), name, kind, answer }, ...this.entries].slice(
      0,
      MAX_ENTRIES,
    );
    const { count, isPaused, entries: heard, waiting } = this.state;
    const added = kind === 'event' ? 1 : 0;
    this.update({
      count: count + added,
      waiting: isPaused ? waiting + added : 0,
      entries: isPaused ? heard : this.entries,
    });
  }

  /** Note a running subscription; returns a function that notes its end. */
  startListening(name: string): () => void {
    this.update({ listening: [...this.state.listening, name] });
    let isOpen = true;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      const place = this.state.listening.indexOf(name);
      this.update({ listening: this.state.listening.filter((_, each) => each !== place) });
    };
  }

  readonly pause = (): void => this.update({ isPaused: true });

  readonly resume = (): void => this.update({ isPaused: false, waiting: 0, entries: this.entries });

  readonly clear = (): void => {
    this.entries = [];
    this.update({ entries: [], count: 0, waiting: 0 });
  };

  private update(changes: Partial<LogState>): void {
    this.state = { ...this.state, ...changes };
    for (const listener of this.listeners) listener();
  }
}
