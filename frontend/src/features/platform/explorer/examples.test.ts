// Every operation of the contract has an example, and every example is valid against it.
import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLObjectType, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { EXAMPLES, readExample } from './examples';

const schema = buildSchema(readFileSync('schema.client.graphql', 'utf8'), { assumeValidSDL: true });

function operationsOf(type: GraphQLObjectType | null | undefined): string[] {
  return Object.entries(type?.getFields() ?? {})
    .filter(([, field]) => !isPublisher(field.astNode?.directives?.map((each) => each.name.value) ?? []))
    .map(([name]) => name);
}

const isPublisher = (directives: string[]) => directives.join() === 'aws_iam';

describe('the saved examples', () => {
  it.each(EXAMPLES.map((example) => [example.name, example] as const))('%s is valid', (_, example) => {
    expect(validate(schema, parse(example.query)).map((error) => error.message)).toEqual([]);
  });

  it('cover every operation that people may call', () => {
    const operations = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap(
      operationsOf,
    );

    expect(EXAMPLES.map((example) => example.name).sort()).toEqual(operations.sort());
  });
});

it('reads the variables from the first line', () => {
  const example = readExample('./examples/1-read/post.graphql', '# variables: {"id": "x"}\nquery P { a }\n');

  expect(example).toEqual({ group: '1-read', name: 'post', query: 'query P { a }', variables: '{\n  "id": "x"\n}' });
});
