// Two versions of the same words become one: what only one side changed is taken, what both changed stands one after the other.
import { diff3Merge } from 'node-diff3';
import { type Words } from './draft-saver';

/** Merge by lines; `base` is what both began with. */
export function merged(base: Words, mine: Words, theirs: Words): Words {
  return {
    title: mine.title === base.title ? theirs.title : mine.title,
    body: mergedText(base.body, mine.body, theirs.body),
    tags: [...new Set([...tagsIn(mine.tags), ...tagsIn(theirs.tags)])].join(', '),
    visibility: mine.visibility === base.visibility ? theirs.visibility : mine.visibility,
  };
}

function mergedText(base: string, mine: string, theirs: string): string {
  const lines = (text: string) => text.split('\n');
  const pieces = diff3Merge(lines(mine), lines(base), lines(theirs), { excludeFalseConflicts: true });
  return pieces.flatMap(({ ok, conflict }) => ok ?? [...(conflict?.a ?? []), ...(conflict?.b ?? [])]).join('\n');
}

function tagsIn(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}
