// Amazon's own player, on a page that a server of this module shows.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const PAGE = fileURLToPath(new URL('ivs-player-page.ts', import.meta.url));
const ASSETS = join(dirname(fileURLToPath(import.meta.resolve('amazon-ivs-player'))), 'assets');
const HTML = '<!doctype html><title>Amazon IVS</title><body><script src="page.js"></script>';
const TYPES: Record<string, string> = { html: 'text/html', js: 'text/javascript', wasm: 'application/wasm' };

/** Serve the player. Returns the address of a page that plays another, and a function that ends the server. */
export async function serveIvsPlayer(): Promise<{ playing: (url: string) => string; close: () => void }> {
  const script = await bundlePage();
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1);
    const generated = name === 'index.html' ? HTML : name === 'page.js' ? script : null;
    Promise.resolve(generated ?? readFile(join(ASSETS, name))).then(
      (body) => {
        response.setHeader('Content-Type', TYPES[name.split('.').at(-1) ?? ''] ?? 'text/plain');
        response.end(body);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    playing: (url) => `http://127.0.0.1:${port}/index.html#${encodeURIComponent(url)}`,
    close: () => void server.close(),
  };
}

async function bundlePage(): Promise<string> {
  const lib = { entry: PAGE, formats: ['iife' as const], name: 'page' };
  const built = await build({ configFile: false, logLevel: 'error', build: { write: false, lib } });
  const bundle = Array.isArray(built) ? built[0] : built;
  if (!bundle || !('output' in bundle)) throw new Error('Vite built no page');
  return bundle.output[0].code;
}
