// What a built site contains, scripts, styles and workers alike, is named in licences.txt with the text of its licence.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterEach, expect, test } from 'vitest';
import { findPackage, licences, writeLicences } from './licences.mjs';

const FRONTEND = dirname(dirname(fileURLToPath(import.meta.url)));
const folders = [];

function createSite(script, worker) {
  const folder = mkdtempSync(join(FRONTEND, '.licences-'));
  folders.push(folder);
  writeFileSync(join(folder, 'index.html'), '<script type="module" src="/main.js"></script>');
  writeFileSync(join(folder, 'main.js'), script);
  writeFileSync(join(folder, 'worker.js'), worker);
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

test('scripts, styles and workers are named, with their texts; what nothing imports is not', async () => {
  const folder = createSite(
    `import 'thumbhash'; import { pipe } from 'wonka'; import '@fontsource-variable/inter/index.css'; import Work from './worker.js?worker'; console.log(pipe, Work);`,
    `import { diff3Merge } from 'node-diff3'; console.log(diff3Merge);`,
  );
  const { site, worker } = licences();

  await build({
    root: folder,
    configFile: false,
    logLevel: 'silent',
    plugins: [site],
    worker: { format: 'es', plugins: () => [worker] },
  });

  const text = readFileSync(join(folder, 'dist/licences.txt'), 'utf8');
  for (const name of ['wonka', '@fontsource-variable/inter', 'node-diff3']) expect(text).toContain(`\n${name} `);
  expect(text).toContain('SIL OPEN FONT LICENSE');
  expect(text).not.toContain('\nmaplibre-gl ');
});

test('a package without a licence stops the build', () => {
  const folder = createSite('', '');
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'unlicensed', version: '1.0.0' }));

  expect(() => writeLicences([folder])).toThrow('unlicensed says no licence');
});

test.each(['\0vite/preload-helper.js', join(FRONTEND, 'src/app/main.tsx'), 'vite/modulepreload-polyfill'])(
  '%j is no package of somebody else',
  (id) => expect(findPackage(id)).toBeNull(),
);
