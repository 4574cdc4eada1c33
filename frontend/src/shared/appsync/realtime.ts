// AppSync's realtime protocol over one socket: connect, keep alive, subscribe, reconnect.
import { ConnectionStatus, type Status } from './connection-status';
import { encodeHeaderProtocol, getHost, getRealtimeUrl } from './endpoints';
import { getErrors, type ServerMessage } from './realtime-messages';
import { TIMERS, type RealtimeOptions, type Sink, type Timers } from './realtime-options';
import { ReconnectTimer } from './reconnect-timer';
import {
  AppSyncError,
  SessionEnded,
  type GraphQLResponse,
  type GraphQLResponseError,
  type GraphQLRequest,
} from './types';

const REFUSED_CODES = new Set([400, 401, 403]);

interface Subscription {
  request: GraphQLRequest;
  sink: Sink;
  hasStarted: boolean;
  /** The server runs it on this connection, and what it missed was read. */
  isLive: boolean;
  /** Rejected since it last ran: the next start uses fresh credentials, and a second rejection is final. */
  wereCredentialsRejected: boolean;
  /** The server ended it, and whether it may go on is being asked. */
  wasEnded?: boolean;
  startTimer?: ReturnType<typeof setTimeout> | undefined;
}

/** One socket for all subscriptions: opens with the first one, closes a moment after the last. */
export class Realtime {
  private socket: WebSocket | undefined;
  private isConnecting = false;
  private isAcknowledged = false;
  private wereCredentialsRejected = false;
  private keepAliveMs = 300_000;
  private silenceTimer: ReturnType<typeof setTimeout> | undefined;
  private idleTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly subscriptions = new Map<string, Subscription>();
  private readonly connectionStatus = new ConnectionStatus();
  private readonly reconnectTimer: ReconnectTimer;
  private readonly timers: Timers;

  constructor(private readonly options: RealtimeOptions) {
    this.timers = { ...TIMERS, ...options.timers };
    this.reconnectTimer = new ReconnectTimer(this.timers.firstDelayMs, this.timers.longestDelayMs);
    const network = options.network ?? (typeof window === 'undefined' ? undefined : window);
    network?.addEventListener('offline', () => this.handleOffline());
    network?.addEventListener('online', () => this.reconnectNow());
  }

  get status(): Status {
    return this.connectionStatus.status;
  }

  onStatus(listener: (status: Status) => void): () => void {
    return this.connectionStatus.listen(listener);
  }

  /** Subscribe across reconnects; returns a function that unsubscribes. */
  subscribe(request: GraphQLRequest, sink: Sink): () => void {
    const id = crypto.randomUUID();
    this.subscriptions.set(id, { request, sink, hasStarted: false, isLive: false, wereCredentialsRejected: false });
    clearTimeout(this.idleTimer);
    this.updateStatus();
    if (this.isAcknowledged) void this.startSubscription(id);
    else if (!this.socket && !this.reconnectTimer.isWaiting && !this.isConnecting) void this.openSocket();
    return () => this.stopSubscription(id);
  }

  /** End all subscriptions and close the socket, when the identity changes. */
  close(): void {
    this.reconnectTimer.cancel();
    for (const id of [...this.subscriptions.keys()]) this.endSubscription(id);
    this.closeSocket();
  }

  private async openSocket(): Promise<void> {
    if (this.status.state !== 'offline') this.connectionStatus.set({ state: 'connecting' });
    const { graphqlUrl, realtimeUrl = getRealtimeUrl(graphqlUrl), credentials } = this.options;
    let header: Record<string, string>;
    this.isConnecting = true;
    try {
      header = { host: getHost(graphqlUrl), ...(await credentials({ isRetry: this.wereCredentialsRejected })) };
    } catch (error) {
      if (error instanceof SessionEnded) this.failAll(error);
      else this.scheduleReconnect();
      return;
    } finally {
      this.isConnecting = false;
    }
    if (this.subscriptions.size === 0) {
      this.closeSocket(); // all unsubscribed while the token was fetched
      return;
    }
    const Socket = this.options.socket ?? WebSocket;
    const socket = new Socket(realtimeUrl, ['graphql-ws', encodeHeaderProtocol(header)]);
    this.socket = socket;
    this.restartSilenceTimer(this.timers.acknowledgeMs);
    socket.onopen = () => socket.send(JSON.stringify({ type: 'connection_init' }));
    socket.onmessage = (event: MessageEvent<string>) => this.handleMessage(JSON.parse(event.data) as ServerMessage);
    socket.onerror = () => undefined; // a close event always follows
    socket.onclose = () => this.handleDisconnect(socket);
  }

  private handleMessage(message: ServerMessage): void {
    if (this.isAcknowledged) this.restartSilenceTimer(this.keepAliveMs);
    const subscription = message.id ? this.subscriptions.get(message.id) : undefined;
    if (message.type === 'connection_ack') this.handleConnectionAck(message.payload?.connectionTimeoutMs);
    else if (message.type === 'connection_error') this.handleConnectionError(getErrors(message));
    else if (message.type === 'start_ack' && subscription) void this.handleStartAck(subscription);
    else if (message.type === 'data' && subscription) subscription.sink.next(message.payload as GraphQLResponse);
    else if (message.type === 'error' && message.id)
      this.handleStartError(message.id, new AppSyncError(getErrors(message)));
    else if (message.type === 'complete' && message.id) this.askOnceMore(message.id);
  }

  private handleConnectionAck(timeout = this.keepAliveMs): void {
    this.isAcknowledged = true;
    this.keepAliveMs = timeout;
    this.reconnectTimer.reset();
    this.wereCredentialsRejected = false;
    this.restartSilenceTimer(timeout);
    this.updateStatus();
    for (const id of this.subscriptions.keys()) void this.startSubscription(id);
    this.closeWhenIdle();
  }

  private async startSubscription(id: string): Promise<void> {
    const subscription = this.subscriptions.get(id);
    const socket = this.socket;
    if (!subscription || !socket) return;
    let authorization: Record<string, string>;
    try {
      const credentials = await this.options.credentials({ isRetry: subscription.wereCredentialsRejected });
      authorization = { host: getHost(this.options.graphqlUrl), ...credentials };
    } catch (error) {
      if (error instanceof SessionEnded) this.endSubscription(id, error);
      else this.handleDisconnect(socket);
      return;
    }
    if (socket !== this.socket || !this.subscriptions.has(id)) return;
    subscription.startTimer = setTimeout(() => socket.close(4000, 'start_ack'), this.timers.startMs);
    const payload = { data: JSON.stringify(subscription.request), extensions: { authorization } };
    socket.send(JSON.stringify({ id, type: 'start', payload }));
  }

  private async handleStartAck(subscription: Subscription): Promise<void> {
    clearTimeout(subscription.startTimer);
    const { socket } = this;
    const isRestart = subscription.hasStarted;
    subscription.hasStarted = true;
    subscription.wereCredentialsRejected = false;
    subscription.wasEnded = false;
    await subscription.sink.started?.(isRestart);
    if (socket !== this.socket) return; // lost meanwhile: it starts once more on the next connection
    subscription.isLive = true;
    this.updateStatus();
  }

  /** The token may have expired meanwhile: retry once with a fresh one. */
  private handleStartError(id: string, error: AppSyncError): void {
    const subscription = this.subscriptions.get(id);
    if (subscription?.wasEnded) {
      this.endSubscription(id);
      return;
    }
    if (!subscription || subscription.wereCredentialsRejected || !error.areCredentialsRejected) {
      this.endSubscription(id, error);
      return;
    }
    clearTimeout(subscription.startTimer);
    subscription.wereCredentialsRejected = true;
    void this.startSubscription(id);
  }

  /** Who may read has changed, so the server ended a subscription. Whoever still may, a follower say, starts it again. */
  private askOnceMore(id: string): void {
    const subscription = this.subscriptions.get(id);
    if (!subscription?.isLive) {
      this.endSubscription(id);
      return;
    }
    subscription.isLive = false;
    subscription.wasEnded = true;
    this.updateStatus();
    void this.startSubscription(id);
  }

  private stopSubscription(id: string): void {
    if (!this.removeSubscription(id)) return;
    if (this.isAcknowledged) this.socket?.send(JSON.stringify({ id, type: 'stop' }));
    this.updateStatus();
    this.closeWhenIdle();
  }

  private endSubscription(id: string, error?: Error): void {
    const subscription = this.removeSubscription(id);
    if (error) subscription?.sink.error(error);
    else subscription?.sink.complete();
    this.updateStatus();
    this.closeWhenIdle();
  }

  private removeSubscription(id: string): Subscription | undefined {
    const subscription = this.subscriptions.get(id);
    clearTimeout(subscription?.startTimer);
    this.subscriptions.delete(id);
    return subscription;
  }

  private handleConnectionError(errors: GraphQLResponseError[]): void {
    const isFinal = errors.some(({ errorCode }) => REFUSED_CODES.has(Number(errorCode)));
    const error = new AppSyncError(errors);
    if (isFinal && (this.wereCredentialsRejected || !error.areCredentialsRejected)) this.failAll(error);
    else if (isFinal) {
      this.wereCredentialsRejected = true;
      this.closeSocket({ state: 'connecting' });
      void this.openSocket();
    } else if (this.socket) this.handleDisconnect(this.socket);
  }

  private failAll(error: Error): void {
    const failed = [...this.subscriptions.values()];
    this.subscriptions.clear();
    this.closeSocket();
    for (const { sink } of failed) sink.error(error);
  }

  private handleDisconnect(socket: WebSocket): void {
    if (socket !== this.socket) return;
    this.closeSocket(this.subscriptions.size > 0 ? { state: 'offline', since: new Date() } : { state: 'idle' });
    for (const { startTimer } of this.subscriptions.values()) clearTimeout(startTimer);
    if (this.subscriptions.size > 0) this.scheduleReconnect();
  }

  /** The browser went offline. Waiting for the open socket to time out would take minutes. */
  private handleOffline(): void {
    if (this.socket) this.handleDisconnect(this.socket);
  }

  /** The browser is online again: reconnect without waiting for the timer. */
  private reconnectNow(): void {
    if (!this.reconnectTimer.isWaiting) return;
    this.reconnectTimer.cancel();
    this.reconnectTimer.reset();
    void this.openSocket();
  }

  private scheduleReconnect(): void {
    this.connectionStatus.set({ state: 'offline', since: new Date() });
    this.reconnectTimer.schedule(() => {
      if (this.subscriptions.size > 0) void this.openSocket();
      else this.connectionStatus.set({ state: 'idle' });
    });
  }

  private closeWhenIdle(): void {
    if (this.subscriptions.size > 0) return;
    clearTimeout(this.idleTimer);
    this.idleTimer = setTimeout(() => {
      if (this.subscriptions.size === 0) this.closeSocket();
    }, this.timers.idleMs);
  }

  private closeSocket(next: Status = { state: 'idle' }): void {
    const socket = this.socket;
    this.socket = undefined;
    this.isAcknowledged = false;
    for (const subscription of this.subscriptions.values()) subscription.isLive = false;
    clearTimeout(this.silenceTimer);
    if (socket && socket.readyState <= 1) socket.close(1000);
    this.connectionStatus.set(next);
  }

  private restartSilenceTimer(milliseconds: number): void {
    clearTimeout(this.silenceTimer);
    this.silenceTimer = setTimeout(() => {
      const silent = this.socket;
      silent?.close(4000, 'Silent');
      if (silent) this.handleDisconnect(silent);
    }, milliseconds);
  }

  /** Derive the status from the subscriptions; a break lasts until all of them are live again. */
  private updateStatus(): void {
    if (!this.isAcknowledged) return;
    const all = [...this.subscriptions.values()];
    if (all.length === 0) this.connectionStatus.set({ state: 'idle' });
    else if (all.every(({ isLive }) => isLive)) this.connectionStatus.set({ state: 'live' });
    else if (this.status.state !== 'offline') this.connectionStatus.set({ state: 'connecting' });
  }
}
