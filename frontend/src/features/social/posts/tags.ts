// An article's tags as they are typed: separated by commas and Enter, kept as the API keeps them.
import { cleanTag, getMatchKey, isVisible } from '../../../shared/text';

/** Commas, also of Arabic, Chinese and Japanese, and line breaks of pasted text. */
const SEPARATOR = /[,،、，\n]/;

/** Return the tags with those of a text added; equal ones are kept once, whatever their case or Unicode form. */
export function addTags(tags: readonly string[], text: string): readonly string[] {
  const known = new Set(tags.map(getMatchKey));
  const added = text.split(SEPARATOR).flatMap((typed) => {
    const tag = cleanTag(typed);
    const isNew = isVisible(tag) && !known.has(getMatchKey(tag));
    known.add(getMatchKey(tag));
    return isNew ? [tag] : [];
  });
  return added.length > 0 ? [...tags, ...added] : tags;
}

/** Split what is typed into finished tags, as one text, and the one that is still being typed. */
export function splitTyped(text: string): { finished: string; rest: string } {
  const pieces = text.split(SEPARATOR);
  const rest = pieces.pop() ?? '';
  return { finished: pieces.join(), rest };
}
