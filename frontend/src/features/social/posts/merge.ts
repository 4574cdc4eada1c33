// Merges two versions of an article: changes of one side are taken, conflicting lines are kept from both.
import { diff3Merge } from 'node-diff3';
import { type DraftContent } from './draft-saver';

/** Merge line by line; `base` is the common ancestor. */
export function mergeContent(base: DraftContent, mine: DraftContent, theirs: DraftContent): DraftContent {
  return {
    title: mine.title === base.title ? theirs.title : mine.title,
    body: mergeText(base.body, mine.body, theirs.body),
    tags: mergeTags(base.tags, mine.tags, theirs.tags),
    visibility: mine.visibility === base.visibility ? theirs.visibility : mine.visibility,
  };
}

function mergeText(base: string, mine: string, theirs: string): string {
  const lines = (text: string) => text.split('\n');
  const pieces = diff3Merge(lines(mine), lines(base), lines(theirs), { excludeFalseConflicts: true });
  return pieces.flatMap(({ ok, conflict }) => ok ?? [...(conflict?.a ?? []), ...(conflict?.b ?? [])]).join('\n');
}

/** Keep the tags of both sides, without those that one side removed. */
function mergeTags(base: readonly string[], mine: readonly string[], theirs: readonly string[]): string[] {
  const isRemoved = (tag: string) => base.includes(tag) && !(mine.includes(tag) && theirs.includes(tag));
  return [...new Set([...mine, ...theirs])].filter((tag) => !isRemoved(tag));
}
