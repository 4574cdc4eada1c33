// Saved examples: one file for each operation of the schema, with its variables in a comment on top.

export interface Example {
  name: string;
  group: string;
  query: string;
  variables: string;
}

const files = import.meta.glob<string>('./examples/**/*.graphql', { query: '?raw', import: 'default', eager: true });

export const EXAMPLES: Example[] = Object.entries(files)
  .map(([path, text]) => readExample(path, text))
  .sort((one, other) => one.group.localeCompare(other.group) || one.name.localeCompare(other.name));

/** Split an example into its variables (`# variables: {…}` on the first line) and its document. */
export function readExample(path: string, text: string): Example {
  const [, group = '', name = ''] = /([\w-]+)\/([\w-]+)\.graphql$/.exec(path) ?? [];
  const [first = '', ...rest] = text.split('\n');
  const variables = /^# variables: (.*)$/.exec(first)?.[1];
  return {
    group,
    name,
    query: (variables === undefined ? text : rest.join('\n')).trim(),
    variables: variables === undefined ? '' : JSON.stringify(JSON.parse(variables), null, 2),
  };
}
