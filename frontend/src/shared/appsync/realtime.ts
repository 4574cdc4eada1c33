// AppSync's realtime protocol over one socket: connect, keep alive, subscribe, start again after a break.
import { headerProtocol, hostOf, realtimeUrlOf } from './address';
import { AppSyncError, SessionEnded, type Credentials, type GraphQLAnswer, type GraphQLProblem, type GraphQLRequest } from './types';

export interface Sink {
  next: (answer: GraphQLAnswer) => void;
  error: (error: Error) => void;
  complete: () => void;
  /** The server runs the subscription: true when it had run before, so that events may have been missed. */
  started?: (again: boolean) => void;
}

export type Status = { state: 'idle' } | { state: 'connecting' } | { state: 'live' } | { state: 'offline'; since: Date };

interface RealtimeOptions {
  graphqlUrl: string;
  realtimeUrl?: string | undefined;
  credentials: Credentials;
  socket?: typeof WebSocket;
  /** Where `online` and `offline` are told: the window, in a browser. */
  network?: EventTarget | undefined;
  timers?: Partial<Timers>;
}

interface Timers {
  acknowledge: number;
  start: number;
  idle: number;
  firstDelay: number;
  longestDelay: number;
}

const TIMERS: Timers = { acknowledge: 15_000, start: 15_000, idle: 1_000, firstDelay: 500, longestDelay: 30_000 };
const FINAL_CODES = new Set([400, 401, 403]);

interface Subscription {
  request: GraphQLRequest;
  sink: Sink;
  hasRun: boolean;
  /** Its credentials were refused since it ran last: the next start brings fresh ones, and a second refusal is final. */
  wasRefused: boolean;
  waiting?: ReturnType<typeof setTimeout> | undefined;
}

interface Message {
  type: string;
  id?: string;
  payload?: GraphQLAnswer & { connectionTimeoutMs?: number; errors?: GraphQLProblem[] | GraphQLProblem };
}

/** One socket for all subscriptions. It opens with the first one and closes a moment after the last. */
export class Realtime {
  private socket: WebSocket | undefined;
  private isConnecting = false;
  private isAcknowledged = false;
  private wasRefused = false;
  private failures = 0;
  private keepAlive = 300_000;
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  private closing: ReturnType<typeof setTimeout> | undefined;
  private retrying: ReturnType<typeof setTimeout> | undefined;
  private current: Status = { state: 'idle' };
  private readonly subscriptions = new Map<string, Subscription>();
  private readonly listeners = new Set<(status: Status) => void>();
  private readonly timers: Timers;

  constructor(private readonly options: RealtimeOptions) {
    this.timers = { ...TIMERS, ...options.timers };
    const network = options.network ?? (typeof window === 'undefined' ? undefined : window);
    network?.addEventListener('offline', () => this.cut());
    network?.addEventListener('online', () => this.hurry());
  }

  get status(): Status {
    return this.current;
  }

  onStatus(listener: (status: Status) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Run a subscription until the returned function is called, over as many connections as it takes. */
  subscribe(request: GraphQLRequest, sink: Sink): () => void {
    const id = crypto.randomUUID();
    this.subscriptions.set(id, { request, sink, hasRun: false, wasRefused: false });
    clearTimeout(this.closing);
    if (this.isAcknowledged) void this.start(id);
    else if (!this.socket && !this.retrying && !this.isConnecting) void this.connect();
    return () => this.stop(id);
  }

  /** End every subscription and the socket: for when somebody else signs in. */
  close(): void {
    clearTimeout(this.retrying);
    this.retrying = undefined;
    for (const id of [...this.subscriptions.keys()]) this.end(id);
    this.drop();
  }

  private async connect(): Promise<void> {
    if (this.current.state !== 'offline') this.become({ state: 'connecting' });
    const { graphqlUrl, realtimeUrl = realtimeUrlOf(graphqlUrl), credentials } = this.options;
    let header: Record<string, string>;
    this.isConnecting = true;
    try {
      header = { host: hostOf(graphqlUrl), ...(await credentials({ isRetry: this.wasRefused })) };
    } catch (error) {
      if (error instanceof SessionEnded) this.refuse(error);
      else this.retry();
      return;
    } finally {
      this.isConnecting = false;
    }
    if (this.subscriptions.size === 0) {
      this.drop(); // everybody left while the token was fetched
      return;
    }
    const Socket = this.options.socket ?? WebSocket;
    const socket = new Socket(realtimeUrl, ['graphql-ws', headerProtocol(header)]);
    this.socket = socket;
    this.watch(this.timers.acknowledge);
    socket.onopen = () => socket.send(JSON.stringify({ type: 'connection_init' }));
    socket.onmessage = (event: MessageEvent<string>) => this.receive(JSON.parse(event.data) as Message);
    socket.onerror = () => undefined; // a close always follows, and says what to do
    socket.onclose = () => this.lost(socket);
  }

  private receive(message: Message): void {
    if (this.isAcknowledged) this.watch(this.keepAlive);
    const subscription = message.id ? this.subscriptions.get(message.id) : undefined;
    if (message.type === 'connection_ack') this.acknowledged(message.payload?.connectionTimeoutMs);
    else if (message.type === 'connection_error') this.rejected(problemsOf(message));
    else if (message.type === 'start_ack' && subscription) this.running(subscription);
    else if (message.type === 'data' && subscription) subscription.sink.next(message.payload as GraphQLAnswer);
    else if (message.type === 'error' && message.id) this.denied(message.id, new AppSyncError(problemsOf(message)));
    else if (message.type === 'complete' && message.id) this.end(message.id);
  }

  private acknowledged(timeout = this.keepAlive): void {
    this.isAcknowledged = true;
    this.keepAlive = timeout;
    this.failures = 0;
    this.wasRefused = false;
    this.watch(timeout);
    this.become({ state: 'live' });
    for (const id of this.subscriptions.keys()) void this.start(id);
    this.closeWhenUnused();
  }

  private async start(id: string): Promise<void> {
    const subscription = this.subscriptions.get(id);
    const socket = this.socket;
    if (!subscription || !socket) return;
    let authorization: Record<string, string>;
    try {
      const credentials = await this.options.credentials({ isRetry: subscription.wasRefused });
      authorization = { host: hostOf(this.options.graphqlUrl), ...credentials };
    } catch (error) {
      if (error instanceof SessionEnded) this.end(id, error);
      else this.lost(socket);
      return;
    }
    if (socket !== this.socket || !this.subscriptions.has(id)) return;
    subscription.waiting = setTimeout(() => socket.close(4000, 'start_ack'), this.timers.start);
    const payload = { data: JSON.stringify(subscription.request), extensions: { authorization } };
    socket.send(JSON.stringify({ id, type: 'start', payload }));
  }

  private running(subscription: Subscription): void {
    clearTimeout(subscription.waiting);
    const again = subscription.hasRun;
    subscription.hasRun = true;
    subscription.wasRefused = false;
    subscription.sink.started?.(again);
  }

  /** A token may have expired on its way: that is tried once more, with a fresh one. */
  private denied(id: string, error: AppSyncError): void {
    const subscription = this.subscriptions.get(id);
    if (!subscription || subscription.wasRefused || !error.isStale) {
      this.end(id, error);
      return;
    }
    clearTimeout(subscription.waiting);
    subscription.wasRefused = true;
    void this.start(id);
  }

  private stop(id: string): void {
    if (!this.forget(id)) return;
    if (this.isAcknowledged) this.socket?.send(JSON.stringify({ id, type: 'stop' }));
    this.closeWhenUnused();
  }

  private end(id: string, error?: Error): void {
    const subscription = this.forget(id);
    if (error) subscription?.sink.error(error);
    else subscription?.sink.complete();
    this.closeWhenUnused();
  }

  private forget(id: string): Subscription | undefined {
    const subscription = this.subscriptions.get(id);
    clearTimeout(subscription?.waiting);
    this.subscriptions.delete(id);
    return subscription;
  }

  private rejected(problems: GraphQLProblem[]): void {
    const isFinal = problems.some(({ errorCode }) => FINAL_CODES.has(Number(errorCode)));
    const error = new AppSyncError(problems);
    if (isFinal && (this.wasRefused || !error.isStale)) this.refuse(error);
    else if (isFinal) {
      this.wasRefused = true;
      this.drop({ state: 'connecting' });
      void this.connect();
    } else if (this.socket) this.lost(this.socket);
  }

  private refuse(error: Error): void {
    const refused = [...this.subscriptions.values()];
    this.subscriptions.clear();
    this.drop();
    for (const { sink } of refused) sink.error(error);
  }

  private lost(socket: WebSocket): void {
    if (socket !== this.socket) return;
    this.drop(this.subscriptions.size > 0 ? { state: 'offline', since: new Date() } : { state: 'idle' });
    for (const { waiting } of this.subscriptions.values()) clearTimeout(waiting);
    if (this.subscriptions.size > 0) this.retry();
  }

  /** The way is gone: a socket that is still open would only be found dead when it had been silent for minutes. */
  private cut(): void {
    if (this.socket) this.lost(this.socket);
  }

  /** The way is back: do not wait for the next attempt's turn. */
  private hurry(): void {
    if (!this.retrying) return;
    clearTimeout(this.retrying);
    this.retrying = undefined;
    this.failures = 0;
    void this.connect();
  }

  private retry(): void {
    this.become({ state: 'offline', since: new Date() });
    clearTimeout(this.retrying);
    const longest = Math.min(this.timers.longestDelay, this.timers.firstDelay * 2 ** this.failures++);
    this.retrying = setTimeout(
      () => {
        this.retrying = undefined;
        if (this.subscriptions.size > 0) void this.connect();
        else this.become({ state: 'idle' });
      },
      longest / 2 + (Math.random() * longest) / 2,
    );
  }

  private closeWhenUnused(): void {
    if (this.subscriptions.size > 0) return;
    clearTimeout(this.closing);
    this.closing = setTimeout(() => {
      if (this.subscriptions.size === 0) this.drop();
    }, this.timers.idle);
  }

  private drop(next: Status = { state: 'idle' }): void {
    const socket = this.socket;
    this.socket = undefined;
    this.isAcknowledged = false;
    clearTimeout(this.watchdog);
    if (socket && socket.readyState <= 1) socket.close(1000);
    this.become(next);
  }

  private watch(milliseconds: number): void {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => {
      const silent = this.socket;
      silent?.close(4000, 'Silent');
      if (silent) this.lost(silent);
    }, milliseconds);
  }

  private become(status: Status): void {
    const wasOffline = this.current.state === 'offline' && status.state === 'offline';
    if (wasOffline || this.current.state === status.state) return;
    this.current = status;
    for (const listener of this.listeners) listener(status);
  }
}

function problemsOf(message: Message): GraphQLProblem[] {
  const errors = message.payload?.errors ?? [];
  return Array.isArray(errors) ? errors : [errors];
}
