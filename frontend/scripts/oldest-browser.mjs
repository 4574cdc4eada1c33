// Unpack the oldest Chromium the site is built for into `.waymark/` and print its path: `WAYMARK_BROWSER=$(node scripts/oldest-browser.mjs) npm run e2e`.
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import { extract } from 'tar-fs';
import { OLDEST } from './browsers.mjs';

// The package itself unpacks into `/tmp`, for one version only.
const PACKAGE = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '../bin');
const FOLDER = fileURLToPath(new URL(`../../.waymark/chromium-${OLDEST.chrome}/`, import.meta.url));

async function unpack(folder) {
  await mkdir(folder, { recursive: true });
  const inflate = (name, target) => pipeline(createReadStream(join(PACKAGE, name)), createBrotliDecompress(), target);
  await inflate('swiftshader.tar.br', extract(folder)); // draws the map on machines without a graphics card
  await inflate('chromium.br', createWriteStream(join(folder, 'unpacked'), { mode: 0o755 }));
  await rename(join(folder, 'unpacked'), join(folder, 'chromium'));
}

if (process.platform !== 'linux' || process.arch !== 'x64')
  throw new Error('The oldest browser runs on x64 Linux only.');
if (!existsSync(join(FOLDER, 'chromium'))) await unpack(FOLDER);
console.log(join(FOLDER, 'chromium'));
