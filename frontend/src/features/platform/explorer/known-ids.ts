// Ids from the latest responses, so that examples open with real ones in their variables.
import type { Json } from '../../../shared/appsync/types';

const ID = /^(post|photo|pin|comment|notification|product|variant|video)_./;

/** Reads one id of each kind that guests can see. */
export const SAMPLE_QUERY = `query OneOfEach {
  feed(first: 1) {
    edges {
      node {
        id
        author { id handle }
        cover { id }
        pins(first: 1) { edges { node { id } } }
        comments(first: 1) { eventsCursor edges { node { id } } }
      }
    }
  }
}`;

export class KnownIds {
  private readonly ids = new Map<string, string>();

  /** Note the first id of each kind in a response. */
  collect(answer: Json | undefined): void {
    const found = new Map<string, string>();
    findIds(answer ?? null, found);
    for (const [kind, id] of found) this.ids.set(kind, id);
  }

  /** Replace placeholders such as `"post_"` by known ids; unknown ones stay. */
  fill(variables: string): string {
    return variables.replaceAll(/"(\w+)_"/g, (whole, kind: string) => {
      const id = this.ids.get(kind);
      return id ? JSON.stringify(id) : whole;
    });
  }
}

function findIds(value: Json, found: Map<string, string>): void {
  if (Array.isArray(value)) for (const each of value) findIds(each, found);
  else if (value && typeof value === 'object') {
    for (const [name, each] of Object.entries(value)) {
      if (typeof each === 'string') addId(name, each, found);
      else findIds(each, found);
    }
    const isPerson = typeof value.handle === 'string' && typeof value.id === 'string';
    if (isPerson) addFirst(found, 'userId', value.id as string);
  }
}

function addId(name: string, text: string, found: Map<string, string>): void {
  const kind = ID.exec(text)?.[1];
  if (kind) addFirst(found, kind, text);
  if (name === 'eventsCursor') addFirst(found, 'eventsCursor', text);
}

function addFirst(found: Map<string, string>, kind: string, id: string): void {
  if (!found.has(kind)) found.set(kind, id);
}
