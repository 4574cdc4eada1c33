// The ids that answers showed last, so that an example opens with real ones in its variables.
import type { Json } from '../../shared/appsync/types';

const ID = /^(post|photo|pin|comment|notification)_./;

/** Asks for one of each kind that a guest may see. */
export const PROBE = `query OneOfEach {
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

export class SeenIds {
  private readonly seen = new Map<string, string>();

  /** Note the first id of each kind in an answer; `me` is who is signed in. */
  note(answer: Json | undefined): void {
    const found = new Map<string, string>();
    collect(answer ?? null, found);
    for (const [kind, id] of found) this.seen.set(kind, id);
  }

  /** Put a real id where the variables say `"post_"`, `"comment_"` and so on; what was never seen stays. */
  fill(variables: string): string {
    return variables.replaceAll(/"(\w+)_"/g, (whole, kind: string) => {
      const id = this.seen.get(kind);
      return id ? JSON.stringify(id) : whole;
    });
  }
}

function collect(value: Json, found: Map<string, string>): void {
  if (Array.isArray(value)) for (const each of value) collect(each, found);
  else if (value && typeof value === 'object') {
    for (const [name, each] of Object.entries(value)) {
      if (typeof each === 'string') keep(name, each, found);
      else collect(each, found);
    }
    const isPerson = typeof value.handle === 'string' && typeof value.id === 'string';
    if (isPerson) first(found, 'userId', value.id as string);
  }
}

function keep(name: string, text: string, found: Map<string, string>): void {
  const kind = ID.exec(text)?.[1];
  if (kind) first(found, kind, text);
  if (name === 'eventsCursor') first(found, 'eventsCursor', text);
}

function first(found: Map<string, string>, kind: string, id: string): void {
  if (!found.has(kind)) found.set(kind, id);
}
