// A second site over the same system, whose configuration names another map.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PYTHON = process.env.WAYMARK_PYTHON ?? join(ROOT, '.venv/bin/python');

export interface StyledSite {
  address: string;
  stop: () => Promise<void>;
}

/** Serve the built site with `mapStyle` in its configuration, until it is stopped. */
export async function startStyledSite(original: string, mapStyle: string): Promise<StyledSite> {
  const folder = await mkdtemp(join(tmpdir(), 'waymark-site-'));
  const config = join(folder, 'config.json');
  const settings = (await (await fetch(`${original}/config.json`)).json()) as object;
  await writeFile(config, JSON.stringify({ ...settings, mapStyle }));
  const port = await findFreePort();
  const address = `http://127.0.0.1:${port}`;
  const args = [
    '-m',
    'infra.local.site',
    '--port',
    String(port),
    '--dist',
    join(ROOT, 'frontend/dist'),
    '--config',
    config,
  ];
  const child = spawn(PYTHON, args, { cwd: ROOT, stdio: 'inherit' });
  await expect(async () => expect((await fetch(`${address}/config.json`)).ok).toBe(true)).toPass({ timeout: 60_000 });
  return { address, stop: () => stop(child, folder) };
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  await ended;
  await rm(folder, { recursive: true, force: true });
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
