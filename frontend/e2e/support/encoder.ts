// An encoder that publishes a test card to a livestream, as OBS would.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PYTHON = process.env.WAYMARK_PYTHON ?? join(ROOT, '.venv/bin/python');
const AUTHORITY = process.env.WAYMARK_AUTHORITY ?? join(ROOT, '.waymark/state/ivs/ca.pem');

/** Publish to an address that ends with a stream key until `stop` is called or the server ends it. */
export function publish(address: string): { stop: () => void; hasEnded: Promise<void> } {
  const encoder = spawn(PYTHON, ['-m', 'tests.fakes.publishers', address, AUTHORITY], { cwd: ROOT, stdio: 'ignore' });
  return {
    stop: () => void encoder.kill('SIGKILL'),
    hasEnded: new Promise((resolve) => encoder.once('exit', () => resolve())),
  };
}
