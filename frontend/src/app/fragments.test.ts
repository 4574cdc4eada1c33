// The site's fragments are on object types: the cache matches a fragment by the name of its type, so that what is
// selected on an interface would be missing from answers.
import { readFileSync, readdirSync } from 'node:fs';
import { buildSchema, isObjectType } from 'graphql';
import { expect, it } from 'vitest';

const contract = buildSchema(readFileSync('schema.client.graphql', 'utf8'), { assumeValidSDL: true });
const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
  (path) => /\.tsx?$/.test(path) && !path.endsWith('.test.ts') && !path.endsWith('.d.ts'),
);
const conditions = files.flatMap((path) =>
  [...readFileSync(`src/${path}`, 'utf8').matchAll(/(?:fragment \w+|\.\.\.) on (\w+)/g)].map(([, type = '']) => ({
    path,
    type,
  })),
);

it('finds the fragments', () => {
  expect(conditions.length).toBeGreaterThan(100);
});

it('has none on an interface or a union', () => {
  expect(conditions.filter(({ type }) => !isObjectType(contract.getType(type)))).toEqual([]);
});
