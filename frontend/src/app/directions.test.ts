// Style sheets speak of beginnings and ends, never of left and right, so that pages can be written from right to left.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const SOURCE = join(import.meta.dirname, '..');
const SIDED =
  /(?:margin|padding|border)-(?:left|right)|(?<![\w-])(?:left|right)\s*:|(?:text-align|float):\s*(?:left|right)|border-(?:top|bottom)-(?:left|right)-radius/;
const AROUND = /(?<![\w-])(?:margin|padding|inset|border-(?:width|color|style)):\s*([^;}]+)/g;

/** Return the lines of a style sheet that tell left from right; of four sides, the second and fourth are right and left. */
function findSided(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const sides = [...line.matchAll(AROUND)].map(
      ([, value = '']) => value.trim().match(/[\w-]*\([^()]*(?:\([^()]*\)[^()]*)*\)|\S+/g) ?? [],
    );
    return SIDED.test(line) || sides.some(([, right, , left]) => left !== undefined && left !== right)
      ? [line.trim()]
      : [];
  });
}

it.each([
  'a { margin-left: 1px; }',
  'a { left: 0; }',
  'a { text-align: right; }',
  'a { inset: 0 auto auto 4px; }',
  'a { padding: 1px 2px 3px 4px; }',
])('%s is found', (rule) => {
  expect(findSided(rule)).toEqual([rule]);
});

it.each([
  'a { margin-inline: 1px 2px; }',
  'a { inset: auto 0 var(--space-4); }',
  'a { margin: 1px 2px 3px 2px; }',
  'a { text-align: end; }',
])('%s is not', (rule) => {
  expect(findSided(rule)).toEqual([]);
});

it('no style sheet knows left from right', () => {
  const sheets = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.css'));
  expect(sheets.length).toBeGreaterThan(10);
  expect(
    sheets.flatMap((name) => findSided(readFileSync(join(SOURCE, name), 'utf8')).map((line) => `${name}: ${line}`)),
  ).toEqual([]);
});
