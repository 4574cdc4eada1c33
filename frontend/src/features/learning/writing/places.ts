// The places of findings in a text that goes on changing: they move with their words, or go with them.
import { cleanParagraphs, splitCharacters } from '../../../shared/text';

/** A finding as the API places it: in code points of the cleaned text. */
export interface Finding {
  kind: 'SPELLING' | 'GRAMMAR' | 'WORD_CHOICE' | 'PUNCTUATION' | 'STYLE';
  rule: string;
  start: number;
  end: number;
  quote: string;
  message: string;
  suggestions: readonly string[];
}

/** A finding in a text as JavaScript counts it, in UTF-16 units; `text` is the text at that place. */
export interface PlacedFinding extends Finding {
  id: string;
  text: string;
}

const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u;

/** Place findings in the text that was sent. One whose quote is not at its place is left out. */
export function placeFindings(sent: string, findings: readonly Finding[]): PlacedFinding[] {
  const units = mapCodePoints(sent);
  return findings.flatMap((finding, index) => {
    const [start, end] = [units[finding.start], units[finding.end]];
    if (start === undefined || end === undefined) return [];
    const text = sent.slice(start, end);
    return cleanParagraphs(text) === finding.quote.trim() ? [{ ...finding, id: String(index), start, end, text }] : [];
  });
}

/** Move findings from a text to the next one. Those whose words changed, or grew into other words, are left out. */
export function moveFindings(findings: readonly PlacedFinding[], before: string, after: string): PlacedFinding[] {
  if (before === after) return [...findings];
  const changed = findChange(before, after);
  const growth = after.length - before.length;
  return findings.flatMap((finding) => {
    const isAfter = finding.start >= changed.end;
    if (!isAfter && finding.end > changed.start) return [];
    const shift = isAfter ? growth : 0;
    const moved = { ...finding, start: finding.start + shift, end: finding.end + shift };
    return hasSameWords(moved, after) ? [moved] : [];
  });
}

/** Return the text with a finding's words replaced. */
export function replaceWords(text: string, { start, end }: PlacedFinding, replacement: string): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

/** Return where each code point of a text begins in it once the API has cleaned it, and at last where the text ends. */
function mapCodePoints(text: string): number[] {
  const units = splitCharacters(text).flatMap(({ segment, index }) => {
    const cleaned = cleanParagraphs(segment, { trim: false });
    let within = 0;
    return Array.from(cleaned, (point) => {
      const unit = index + (cleaned === segment ? within : 0);
      within += point.length;
      return unit;
    });
  });
  const trimmed = cleanParagraphs(text, { trim: false });
  const leading = Array.from(trimmed).length - Array.from(trimmed.trimStart()).length;
  return [...units, text.length].slice(leading);
}

/** Return the shortest stretch of a text whose replacement makes the next one of it. */
function findChange(before: string, after: string): { start: number; end: number } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let kept = 0;
  while (kept < shorter - start && before[before.length - 1 - kept] === after[after.length - 1 - kept]) kept += 1;
  return { start, end: before.length - kept };
}

function hasSameWords({ start, end, text }: PlacedFinding, after: string): boolean {
  const isWord = (character: string | undefined) => character !== undefined && WORD_CHARACTER.test(character);
  const startsInWord = isWord(lastCodePoint(after.slice(0, start))) && isWord(Array.from(text)[0]);
  const endsInWord = isWord(Array.from(text).at(-1)) && isWord(Array.from(after.slice(end, end + 2))[0]);
  return after.slice(start, end) === text && !startsInWord && !endsInWord;
}

function lastCodePoint(text: string): string | undefined {
  return Array.from(text.slice(-2)).at(-1);
}
