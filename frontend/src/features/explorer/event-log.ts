// What subscriptions heard, the newest first. A pause holds what comes back without losing it.
import type { GraphQLAnswer } from '../../shared/appsync/types';

export interface Heard {
  number: number;
  at: Date;
  /** The subscription's field. */
  name: string;
  kind: 'started' | 'startedAgain' | 'event' | 'refused';
  answer: GraphQLAnswer;
}

interface Shown {
  heard: readonly Heard[];
  /** Events since the log was cleared, also those it no longer holds. */
  count: number;
  /** Events that a pause holds back. */
  waiting: number;
  isPaused: boolean;
  /** Fields that are listened to now. */
  listening: readonly string[];
}

const HELD = 200;
const EMPTY: Shown = { heard: [], count: 0, waiting: 0, isPaused: false, listening: [] };

export class EventLog {
  private shown: Shown = EMPTY;
  private held: Heard[] = [];
  private number = 0;
  private readonly listeners = new Set<() => void>();

  readonly read = (): Shown => this.shown;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  note(name: string, kind: Heard['kind'], answer: GraphQLAnswer = {}): void {
    this.held = [{ number: ++this.number, at: new Date(), name, kind, answer }, ...this.held].slice(0, HELD);
    const { count, isPaused, heard, waiting } = this.shown;
    const added = kind === 'event' ? 1 : 0;
    this.show({ count: count + added, waiting: isPaused ? waiting + added : 0, heard: isPaused ? heard : this.held });
  }

  /** Somebody begins to listen; the returned function says that they stopped. */
  open(name: string): () => void {
    this.show({ listening: [...this.shown.listening, name] });
    let isOpen = true;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      const place = this.shown.listening.indexOf(name);
      this.show({ listening: this.shown.listening.filter((_, each) => each !== place) });
    };
  }

  readonly pause = (): void => this.show({ isPaused: true });

  readonly goOn = (): void => this.show({ isPaused: false, waiting: 0, heard: this.held });

  readonly clear = (): void => {
    this.held = [];
    this.show({ heard: [], count: 0, waiting: 0 });
  };

  private show(changes: Partial<Shown>): void {
    this.shown = { ...this.shown, ...changes };
    for (const listener of this.listeners) listener();
  }
}
