// A Vite plugin: tells the service worker its version and the files that open every page but the explorer and the maps.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// Large, and of no use without a network: the explorer with its editor, and the map's renderer. They are kept once used.
const LEFT_OUT = /explorer-page|node_modules\/(maplibre-gl|monaco|prettier|graphiql|@graphiql)/;
const ALSO = /(latin|vietnamese)-[\w-]*\.woff2$/;

export function shellFiles() {
  return {
    name: 'shell-files',
    writeBundle({ dir }, bundle) {
      const page = readFileSync(join(dir, 'index.html'), 'utf8');
      const files = [
        ...reached(bundle),
        ...Object.keys(bundle).filter((name) => ALSO.test(name)),
        'waymark.svg',
        'manifest.webmanifest',
      ];
      const paths = [...new Set(files)].sort().map((name) => `/${name}`);
      const version = createHash('sha256')
        .update(page + paths.join())
        .digest('hex')
        .slice(0, 12);
      const worker = join(dir, 'service-worker.js');
      writeFileSync(
        worker,
        `self.VERSION=${JSON.stringify(version)};self.FILES=${JSON.stringify(paths)};\n${readFileSync(worker, 'utf8')}`,
      );
    },
  };
}

/** Return the scripts and styles that the page reaches, now or when another page is opened. */
function reached(bundle) {
  const chunks = Object.values(bundle).filter(({ type }) => type === 'chunk');
  const waiting = chunks
    .filter(({ isEntry, name }) => isEntry && name !== 'service-worker')
    .map(({ fileName }) => fileName);
  const found = new Set();
  for (let name = waiting.pop(); name; name = waiting.pop()) {
    const chunk = bundle[name];
    if (!chunk || found.has(name) || Object.keys(chunk.modules).some((id) => LEFT_OUT.test(id))) continue;
    found.add(name);
    for (const style of chunk.viteMetadata?.importedCss ?? []) found.add(style);
    waiting.push(...chunk.imports, ...chunk.dynamicImports);
  }
  return found;
}
