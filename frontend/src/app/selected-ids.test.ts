// What the site reads of anything with an id includes its id: without it, the cache would keep one copy per place.
import { readFileSync, readdirSync } from 'node:fs';
import {
  buildSchema,
  type FragmentDefinitionNode,
  getNamedType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { expect, it } from 'vitest';

const contract = buildSchema(readFileSync('schema.client.graphql', 'utf8'), { assumeValidSDL: true });
const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
  (path) => /\.tsx?$/.test(path) && !path.endsWith('.test.ts') && !path.endsWith('.d.ts'),
);
const documents = files.flatMap((path) =>
  [...readFileSync(`src/${path}`, 'utf8').matchAll(/\b(?:graphql|gql)\(?\s*`([^`$]*(?:\$\w[^`$]*)*)`/g)].map(
    ([, text = '']) => ({ path, document: parse(text) }),
  ),
);
const fragments = new Map<string, FragmentDefinitionNode>();
for (const { document } of documents)
  for (const each of document.definitions)
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);

/** Return whether a selection has the id, itself or through a fragment. */
function selectsId({ selections }: SelectionSetNode): boolean {
  return selections.some((each) => {
    if (each.kind === Kind.FIELD) return each.name.value === 'id' && !each.alias;
    const fragment = each.kind === Kind.FRAGMENT_SPREAD ? fragments.get(each.name.value) : each;
    return fragment ? selectsId(fragment.selectionSet) : false;
  });
}

it('finds the documents', () => {
  expect(documents.length).toBeGreaterThan(100);
});

it('asks for the id of everything that has one', () => {
  const lacking = documents.flatMap(({ path, document }) =>
    document.definitions.flatMap((each) => {
      if (each.kind === Kind.FRAGMENT_DEFINITION) return listLacking(each, each.typeCondition.name.value, path);
      if (each.kind !== Kind.OPERATION_DEFINITION) return [];
      return listLacking(each, contract.getRootType(each.operation)?.name, path);
    }),
  );

  expect(lacking).toEqual([]);
});

/** Name the fields below a selection that have an id and are read without it; fragments are looked at by themselves. */
function listLacking(
  { selectionSet }: { selectionSet?: SelectionSetNode | undefined },
  typename: string | undefined,
  path: string,
): string[] {
  const parent = contract.getType(typename ?? '');
  return (selectionSet?.selections ?? []).flatMap((each) => {
    if (each.kind === Kind.FRAGMENT_SPREAD || !each.selectionSet) return [];
    if (each.kind === Kind.INLINE_FRAGMENT) return listLacking(each, each.typeCondition?.name.value ?? typename, path);
    const field = isObjectType(parent) ? parent.getFields()[each.name.value] : undefined;
    const type = field ? getNamedType(field.type).name : undefined;
    const lacksId = hasId(type) && !selectsId(each.selectionSet);
    return [...(lacksId ? [`${path}: ${each.name.value}`] : []), ...listLacking(each, type, path)];
  });
}

/** Return whether objects of a type are stored under their id. */
function hasId(typename = ''): boolean {
  const type = contract.getType(typename);
  return isObjectType(type) && 'id' in type.getFields() && typename !== 'MapCell' && !typename.endsWith('Event');
}
