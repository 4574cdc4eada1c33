// A server of map tiles: each of one colour, so that a look at the map says whose it is.
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32, deflateSync } from 'node:zlib';

export type Colour = readonly [red: number, green: number, blue: number];
export const COLOURS = { light: [200, 30, 120], dark: [40, 20, 160] } as const satisfies Record<string, Colour>;
type Scheme = keyof typeof COLOURS;

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const SIZE = 256;

export class TileServer {
  /** How the style is answered: well, refused, or never. */
  behaviour: 'well' | 'refused' | 'never' = 'well';
  private readonly server: Server = createServer(({ url = '' }, answer) => this.answer(url, answer));

  static async start(): Promise<TileServer> {
    const tiles = new TileServer();
    await new Promise<void>((resolve) => tiles.server.listen(0, '127.0.0.1', resolve));
    return tiles;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answer(url: string, answer: ServerResponse): void {
    answer.setHeader('access-control-allow-origin', '*');
    const style = /^\/style-(\w+)\.json$/.exec(url)?.[1];
    const tile = /^\/(light|dark)\/\d+\/\d+\/\d+\.png$/.exec(url)?.[1] as Scheme | undefined;
    if (tile) answer.setHeader('content-type', 'image/png').end(drawTile(COLOURS[tile]));
    else if (!style) answer.writeHead(404).end();
    else if (this.behaviour === 'well')
      answer.setHeader('content-type', 'application/json').end(JSON.stringify(this.describeStyle(style)));
    else if (this.behaviour === 'refused') answer.writeHead(503).end();
  }

  private describeStyle(scheme: string): object {
    const source = {
      type: 'raster',
      tiles: [`${this.address}/${scheme}/{z}/{x}/{y}.png`],
      tileSize: SIZE,
      attribution: '© The other house',
    };
    return { version: 8, sources: { house: source }, layers: [{ id: 'house', type: 'raster', source: 'house' }] };
  }
}

/** Return a PNG of one colour. */
function drawTile(colour: Colour): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(SIZE, 0);
  head.writeUInt32BE(SIZE, 4);
  head.set([8, 2], 8);
  const row = Buffer.from([0, ...Array.from({ length: SIZE }, () => colour).flat()]);
  const rows = deflateSync(Buffer.concat(Array.from({ length: SIZE }, () => row)));
  return Buffer.concat([SIGNATURE, chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
