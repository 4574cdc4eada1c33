// A named fake for tests: AppSync's realtime endpoint on a real socket, whose behaviour a test decides.
import type { AddressInfo } from 'node:net';
import { type WebSocket as ServerSocket, WebSocketServer } from 'ws';

interface Frame {
  type: string;
  id?: string;
  payload?: { data?: string; extensions?: { authorization: Record<string, string> } };
}

export class FakeAppSync {
  readonly frames: Frame[] = [];
  readonly protocols: string[][] = [];
  readonly sockets: ServerSocket[] = [];
  respond: (frame: Frame, socket: ServerSocket) => void = acknowledgeAll;

  private constructor(private readonly server: WebSocketServer) {
    server.on('connection', (socket, request) => {
      this.protocols.push((request.headers['sec-websocket-protocol'] ?? '').split(',').map((each) => each.trim()));
      this.sockets.push(socket);
      socket.on('message', (data: Buffer) => {
        const frame = JSON.parse(data.toString()) as Frame;
        this.frames.push(frame);
        this.respond(frame, socket);
      });
    });
  }

  static async start(): Promise<FakeAppSync> {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'graphql-ws' });
    await new Promise((resolve) => server.once('listening', resolve));
    return new FakeAppSync(server);
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.server.address() as AddressInfo).port}/graphql/realtime`;
  }

  get starts(): Frame[] {
    return this.frames.filter((frame) => frame.type === 'start');
  }

  send(frame: object): void {
    this.sockets.at(-1)?.send(JSON.stringify(frame));
  }

  breakConnection(): void {
    this.sockets.at(-1)?.terminate();
  }

  stop(): void {
    for (const socket of this.sockets) socket.terminate();
    this.server.close();
  }
}

/** Acknowledge the connection and every start, complete every stop. */
export function acknowledgeAll(frame: Frame, socket: ServerSocket): void {
  const send = (answer: object) => socket.send(JSON.stringify(answer));
  if (frame.type === 'connection_init') send({ type: 'connection_ack', payload: { connectionTimeoutMs: 300_000 } });
  if (frame.type === 'start') send({ type: 'start_ack', id: frame.id });
  if (frame.type === 'stop') send({ type: 'complete', id: frame.id });
}
