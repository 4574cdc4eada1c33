// What the realtime connection is made with, and what a subscription is told.
import type { Credentials, GraphQLResponse } from './types';

export interface Sink {
  next: (answer: GraphQLResponse) => void;
  error: (error: Error) => void;
  complete: () => void;
  /**
   * Called on `start_ack`. `isRestart` is true after a reconnect: events may have been missed.
   * What was missed is read until the returned promise resolves; the status is not `live` before.
   */
  started?: (isRestart: boolean) => Promise<void> | undefined;
}

export interface RealtimeOptions {
  graphqlUrl: string;
  realtimeUrl?: string | undefined;
  credentials: Credentials;
  socket?: typeof WebSocket;
  /** The source of `online` and `offline` events: the window, in a browser. */
  network?: EventTarget | undefined;
  timers?: Partial<Timers>;
}

export interface Timers {
  acknowledgeMs: number;
  startMs: number;
  idleMs: number;
  firstDelayMs: number;
  longestDelayMs: number;
}

export const TIMERS: Timers = {
  acknowledgeMs: 15_000,
  startMs: 15_000,
  idleMs: 1_000,
  firstDelayMs: 500,
  longestDelayMs: 30_000,
};
