// The transport against a real socket: connect, deliver, refuse, reconnect, catch up, close.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket as NodeSocket } from 'ws';
import { FakeAppSync, acknowledgeAll } from './fake-appsync';
import { Realtime } from './realtime';
import { type Credentials, type GraphQLResponse, SessionEnded } from './types';

const ON_COMMENT = { query: 'subscription { onComment(subjectId: "p1") { body } }' };

let server: FakeAppSync;
let tokens: number;

beforeEach(async () => {
  server = await FakeAppSync.start();
  tokens = 0;
});

afterEach(() => {
  for (const each of transports.splice(0)) each.close();
  server.stop();
});

const transports: Realtime[] = [];

const numbered: Credentials = (asked) =>
  Promise.resolve({ Authorization: `token ${String(++tokens)}${asked?.isRetry ? ', fresh' : ''}` });

function transport({
  credentials = numbered,
  network,
  firstDelay = 20,
}: { credentials?: Credentials; network?: EventTarget; firstDelay?: number } = {}): Realtime {
  const made = new Realtime({
    graphqlUrl: 'http://localhost:4000/graphql',
    realtimeUrl: server.url,
    credentials,
    network,
    socket: NodeSocket as unknown as typeof WebSocket,
    timers: {
      acknowledgeMs: 500,
      startMs: 500,
      idleMs: 20,
      firstDelayMs: firstDelay,
      longestDelayMs: 2.5 * firstDelay,
    },
  });
  transports.push(made);
  return made;
}

class Listener {
  readonly answers: GraphQLResponse[] = [];
  readonly errors: Error[] = [];
  readonly starts: boolean[] = [];
  isComplete = false;
  next = (answer: GraphQLResponse) => void this.answers.push(answer);
  error = (error: Error) => void this.errors.push(error);
  complete = () => void (this.isComplete = true);
  started = (again: boolean): undefined => {
    this.starts.push(again);
  };
}

const headerOf = ([, header = '']: string[]) =>
  JSON.parse(Buffer.from(header.slice('header-'.length), 'base64url').toString()) as Record<string, string>;
const carriedBy = (protocols: string[]) => headerOf(protocols).Authorization;

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 3000, interval: 5 });

describe('a subscription', () => {
  it('carries credentials in the subprotocol and in its start, and delivers what arrives', async () => {
    const listener = new Listener();
    transport().subscribe(ON_COMMENT, listener);
    await eventually(() => expect(listener.starts).toEqual([false]));

    server.send({ type: 'data', id: server.starts[0]?.id, payload: { data: { onComment: { body: 'Hi' } } } });

    await eventually(() => expect(listener.answers).toEqual([{ data: { onComment: { body: 'Hi' } } }]));
    expect(server.protocols[0]?.[0]).toBe('graphql-ws');
    expect(headerOf(server.protocols[0] ?? [])).toEqual({ host: 'localhost:4000', Authorization: 'token 1' });
    expect(server.starts[0]?.payload?.extensions?.authorization).toEqual({
      host: 'localhost:4000',
      Authorization: 'token 2',
    });
    expect(JSON.parse(server.starts[0]?.payload?.data ?? '')).toEqual(ON_COMMENT);
  });

  it('shares one socket with others, and the socket closes after the last has stopped', async () => {
    const realtime = transport();
    const [one, two] = [new Listener(), new Listener()];
    const stops = [realtime.subscribe(ON_COMMENT, one), realtime.subscribe(ON_COMMENT, two)];
    await eventually(() => expect([one.starts, two.starts]).toEqual([[false], [false]]));

    for (const stop of stops) stop();

    expect(realtime.status.state).toBe('idle');
    await eventually(() => expect(server.frames.filter((frame) => frame.type === 'stop')).toHaveLength(2));
    await eventually(() => expect(server.sockets.map(({ readyState }) => readyState)).toEqual([NodeSocket.CLOSED]));
  });

  it('starts again with a fresh token after a break, and says so', async () => {
    const realtime = transport();
    const states: string[] = [];
    realtime.onStatus((status) => states.push(status.state));
    const listener = new Listener();
    realtime.subscribe(ON_COMMENT, listener);
    await eventually(() => expect(listener.starts).toEqual([false]));

    server.breakConnection();

    await eventually(() => expect(listener.starts).toEqual([false, true]));
    expect(states).toEqual(['connecting', 'live', 'offline', 'live']);
    expect(server.starts[1]?.payload?.extensions?.authorization.Authorization).toBe('token 4');
    expect(listener.errors).toEqual([]);
  });

  it('is live once the server runs it, not when the socket is open', async () => {
    const realtime = transport();
    server.respond = (frame, socket) => (frame.type === 'start' ? undefined : acknowledgeAll(frame, socket));

    realtime.subscribe(ON_COMMENT, new Listener());
    await eventually(() => expect(server.starts).toHaveLength(1));
    expect(realtime.status.state).toBe('connecting');
    server.send({ type: 'start_ack', id: server.starts[0]?.id });

    await eventually(() => expect(realtime.status.state).toBe('live'));
  });

  it('is away until what it missed was read', async () => {
    const realtime = transport();
    const listener = new Listener();
    let catchUp: (() => void) | undefined;
    const started = (again: boolean) => (again ? new Promise<void>((resolve) => (catchUp = resolve)) : undefined);
    realtime.subscribe(ON_COMMENT, {
      next: listener.next,
      error: listener.error,
      complete: listener.complete,
      started,
    });
    await eventually(() => expect(realtime.status.state).toBe('live'));

    server.breakConnection();
    await eventually(() => expect(catchUp).toBeDefined());
    expect(realtime.status.state).toBe('offline');
    catchUp?.();

    await eventually(() => expect(realtime.status.state).toBe('live'));
  });

  it('is not live while one more subscription begins', async () => {
    const realtime = transport();
    realtime.subscribe(ON_COMMENT, new Listener());
    await eventually(() => expect(realtime.status.state).toBe('live'));

    const second = new Listener();
    realtime.subscribe(ON_COMMENT, second);
    expect(realtime.status.state).toBe('connecting');

    await eventually(() => expect(second.starts).toEqual([false]));
    expect(realtime.status.state).toBe('live');
  });

  it('starts again when the server ends it, and catches up', async () => {
    const realtime = transport();
    const listener = new Listener();
    realtime.subscribe(ON_COMMENT, listener);
    await eventually(() => expect(realtime.status.state).toBe('live'));

    server.send({ type: 'complete', id: server.starts[0]?.id });

    await eventually(() => expect(listener.starts).toEqual([false, true]));
    await eventually(() => expect(realtime.status.state).toBe('live'));
    expect(listener.isComplete).toBe(false);
  });

  it('is complete when the server ends it and refuses to start it again', async () => {
    const realtime = transport();
    const listener = new Listener();
    realtime.subscribe(ON_COMMENT, listener);
    await eventually(() => expect(realtime.status.state).toBe('live'));
    server.respond = ({ type, id }, socket) => {
      const errors = [{ errorType: 'NotFound', message: 'There is no such post.' }];
      if (type === 'start') socket.send(JSON.stringify({ type: 'error', id, payload: { errors } }));
    };

    server.send({ type: 'complete', id: server.starts[0]?.id });

    await eventually(() => expect(listener.isComplete).toBe(true));
    expect(server.starts).toHaveLength(2);
    expect(listener.errors).toEqual([]);
  });

  it('ends with the reason when its start is refused, and leaves the others alone', async () => {
    const realtime = transport();
    const [one, two] = [new Listener(), new Listener()];
    server.respond = (frame, socket) => {
      const errors = [{ errorType: 'Unauthorized', message: 'Not Authorized to access onComment' }];
      if (frame.type !== 'start' || server.starts.length > 1) acknowledgeAll(frame, socket);
      else socket.send(JSON.stringify({ type: 'error', id: frame.id, payload: { errors } }));
    };
    realtime.subscribe(ON_COMMENT, one);
    await eventually(() =>
      expect(one.errors.map((error) => error.message)).toEqual(['Not Authorized to access onComment']),
    );
    realtime.subscribe(ON_COMMENT, two);

    await eventually(() => expect(two.starts).toEqual([false]));
    expect(two.errors).toEqual([]);
  });

  it('ends when the credentials are refused, and so are fresh ones', async () => {
    const errors = [{ errorType: 'UnauthorizedException', message: 'You are not authorized.', errorCode: 401 }];
    server.respond = (_, socket) => socket.send(JSON.stringify({ type: 'connection_error', payload: { errors } }));
    const listener = new Listener();
    const realtime = transport();

    realtime.subscribe(ON_COMMENT, listener);

    await eventually(() => expect(listener.errors.map((error) => error.message)).toEqual(['You are not authorized.']));
    expect(realtime.status.state).toBe('idle');
    expect(server.protocols.map(carriedBy)).toEqual(['token 1', 'token 2, fresh']);
  });

  it('ends at once when the request itself is refused', async () => {
    const errors = [{ errorType: 'BadRequestException', message: 'No host.', errorCode: 400 }];
    server.respond = (_, socket) => socket.send(JSON.stringify({ type: 'connection_error', payload: { errors } }));
    const listener = new Listener();

    transport().subscribe(ON_COMMENT, listener);

    await eventually(() => expect(listener.errors.map((error) => error.message)).toEqual(['No host.']));
    expect(server.sockets).toHaveLength(1);
  });

  it('starts again with a fresh token when its own has expired on the way', async () => {
    const errors = [{ errorType: 'UnauthorizedException', message: 'Token expired' }];
    server.respond = (frame, socket) => {
      if (frame.type !== 'start' || server.starts.length > 1) acknowledgeAll(frame, socket);
      else socket.send(JSON.stringify({ type: 'error', id: frame.id, payload: { errors } }));
    };
    const listener = new Listener();

    transport().subscribe(ON_COMMENT, listener);

    await eventually(() => expect(listener.starts).toEqual([false]));
    expect(server.starts.map((frame) => frame.payload?.extensions?.authorization.Authorization)).toEqual([
      'token 2',
      'token 3, fresh',
    ]);
    expect(server.sockets).toHaveLength(1);
    expect(listener.errors).toEqual([]);
  });

  it('tries again while credentials cannot be had, and ends when they never will be', async () => {
    const [unlucky, gone] = [new Listener(), new Listener()];
    let asked = 0;
    const flaky: Credentials = (how) =>
      ++asked < 3 ? Promise.reject(new TypeError('Failed to fetch')) : numbered(how);

    transport({ credentials: flaky }).subscribe(ON_COMMENT, unlucky);
    transport({ credentials: () => Promise.reject(new SessionEnded('Sign in again.')) }).subscribe(ON_COMMENT, gone);

    await eventually(() => expect(unlucky.starts).toEqual([false]));
    expect(unlucky.errors).toEqual([]);
    expect(gone.errors.map((error) => error.message)).toEqual(['Sign in again.']);
  });

  it('is offline as soon as the machine is, and back as soon as it is back', async () => {
    const network = new EventTarget();
    const realtime = transport({ network, firstDelay: 60_000 });
    const listener = new Listener();
    realtime.subscribe(ON_COMMENT, listener);
    await eventually(() => expect(listener.starts).toEqual([false]));

    network.dispatchEvent(new Event('offline'));
    expect(realtime.status.state).toBe('offline');
    network.dispatchEvent(new Event('online'));

    await eventually(() => expect(listener.starts).toEqual([false, true]));
    expect(realtime.status.state).toBe('live');
  });

  it('reconnects when the server falls silent for longer than it promised', async () => {
    server.respond = (frame, socket) => {
      if (frame.type !== 'connection_init') acknowledgeAll(frame, socket);
      else socket.send(JSON.stringify({ type: 'connection_ack', payload: { connectionTimeoutMs: 60 } }));
    };
    const listener = new Listener();

    transport().subscribe(ON_COMMENT, listener);

    await eventually(() => expect(listener.starts.slice(0, 2)).toEqual([false, true]));
    expect(server.sockets.length).toBeGreaterThan(1);
  });
});
