// What nobody uses is found, and what is taken in any way is not.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { codeIn, unusedExports, unusedPackages } from './unused.mjs';

const FILES = {
  'tsconfig.json': JSON.stringify({ include: ['src'] }),
  'vite.config.ts': 'export default {};',
  'src/main.ts':
    "import { taken } from './taken';\nimport type { Shape } from './taken';\nconst lazy = async () => (await import('./loaded')).Page;\nimport { run } from 'needed/inside';\nexport {};\nrun(taken as Shape, lazy);\n",
  'src/taken.ts':
    'export const taken = 1;\nexport type Shape = number;\nexport const forNobody = 2;\nexport type AlsoForNobody = string;\n',
  'src/loaded.tsx': 'export const Page = 1;\nexport const Forgotten = 2;\n',
  'src/alone.ts': 'export const alone = 1;\n',
  'src/room/messages/vi.ts': 'export const vi = {};\n',
};
const root = mkdtempSync(join(tmpdir(), 'unused-'));
for (const [name, text] of Object.entries(FILES)) {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
}
afterAll(() => rmSync(root, { recursive: true }));
const code = codeIn(root, ['src']);

it('an export that no other file takes is found, also in a file that is loaded while the site runs', () => {
  expect(unusedExports(root, code).sort()).toEqual([
    'src/alone.ts: alone',
    'src/loaded.tsx: Forgotten',
    'src/taken.ts: AlsoForNobody',
    'src/taken.ts: forNobody',
  ]);
});

it('a package that no file imports is found', () => {
  expect(unusedPackages(code, { dependencies: { needed: '1', 'needed-not': '1' } })).toEqual(['needed-not']);
});
