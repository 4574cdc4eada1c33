// The JavaScript that home loads, gzipped, and its scripts against their budget: `node scripts/budget.mjs` after a build;
// exits 1 above it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = 170;
const BUDGET_SCRIPTS = 8;
const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const manifest = JSON.parse(readFileSync(`${DIST}.vite/manifest.json`, 'utf8'));

/** The scripts that come with a chunk: itself and all it imports. */
function withImports(key, found = new Set()) {
  if (found.has(key)) return found;
  found.add(key);
  for (const imported of manifest[key].imports ?? []) withImports(imported, found);
  return found;
}

const sizeOf = (key) => gzipSync(readFileSync(DIST + manifest[key].file), { level: 9 }).length;
const total = (keys) => keys.reduce((sum, key) => sum + sizeOf(key), 0);

// Home's page is part of the entry; of the languages, the heaviest counts.
const entry = withImports('index.html');
const languages = Object.keys(manifest).filter((key) => /^src\/app\/languages\/\w+\.ts$/.test(key));
if (languages.length === 0) throw new Error('The build names no language: what home loads cannot be counted.');
const sizes = languages.map((key) => total([...withImports(key)].filter((each) => !entry.has(each))));
const loaded = (total([...entry]) + Math.max(...sizes)) / 1000;

const scripts = Math.max(...languages.map((key) => new Set([...entry, ...withImports(key)]).size));

console.log(
  `home loads ${loaded.toFixed(1)} kB of JavaScript, gzipped, in ${scripts} scripts, of a budget of ${BUDGET_KB} kB in ${BUDGET_SCRIPTS}`,
);
if (loaded > BUDGET_KB || scripts > BUDGET_SCRIPTS) process.exitCode = 1;
