// What nobody uses: exports that no other file takes, and packages that none imports. `node scripts/unused.mjs`; exits 1 where there is any.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import analyze from 'ts-unused-exports';

const FOLDERS = ['src', 'service-worker', 'scripts', 'e2e'];
const CODE = /(?<!\.d)\.m?tsx?$|\.mjs$/;
const LOADED = /import\('(\.[^']+)'\)/g;
// Vite's glob takes the messages by their path, Vite itself its settings, Playwright its reporter.
const TAKEN_BY_PATH = /\/messages\/(?!use-messages)\w+\.ts$|\/vite\.config\.ts$|\/line-reporter\.ts$/;

/** Return the code of a package's folder: text by path. */
export function codeIn(root, folders = FOLDERS) {
  const names = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((name) => join(folder, name)),
  );
  const files = [...names, 'vite.config.ts'].filter((name) => CODE.test(name)).map((name) => join(root, name));
  return new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
}

/** Return what no other file takes, as `file: name`. */
export function unusedExports(root, code) {
  const loaded = new Set(
    [...code].flatMap(([file, text]) => [...text.matchAll(LOADED)].map(([, path]) => resolve(dirname(file), path))),
  );
  // What is loaded while the site runs is taken by name (`pool.enter`, `lazyRouteComponent(…, 'MePage')`), which the tool cannot follow.
  const isNamed = (file, name) =>
    [...code].some(([other, text]) => other !== file && new RegExp(`\\b${name}\\b`).test(text));
  const isTaken = (file, name) =>
    TAKEN_BY_PATH.test(file) || (loaded.has(file.replace(/\.\w+$/, '')) && isNamed(file, name));

  const found = analyze.analyzeTsConfig(join(root, 'tsconfig.json'), [...code.keys()]).unusedExports;
  const named = Object.entries(found).flatMap(([file, names]) => names.map(({ exportName }) => [file, exportName]));
  return named.filter(([file, name]) => !isTaken(file, name)).map(([file, name]) => `${relative(root, file)}: ${name}`);
}

/** Return the packages the site is said to need and that no file imports. */
export function unusedPackages(code, { dependencies }) {
  const texts = [...code.values()];
  return Object.keys(dependencies).filter(
    (name) => !texts.some((text) => new RegExp(`(?:from|import|import\\()\\s*'${name}(?:/|')`).test(text)),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('../', import.meta.url));
  const code = codeIn(root);
  const found = [
    ...unusedExports(root, code),
    ...unusedPackages(code, JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))),
  ];
  for (const each of found) console.error(`Used by nobody: ${each}`);
  if (found.length > 0) process.exitCode = 1;
}
