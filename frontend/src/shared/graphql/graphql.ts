// Typed operations: documents are checked against the contract by TypeScript.
import { initGraphQLTada } from 'gql.tada';
import type { introspection } from './schema-types';

export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { AWSDateTime: string; AWSURL: string; AWSEmail: string };
}>();

export { type FragmentOf, type ResultOf, readFragment, type VariablesOf } from 'gql.tada';
