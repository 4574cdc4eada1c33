// Text that people write, counted, cleaned and compared as the API does it in resolvers/core/text.py.

const CHARACTERS = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const LINE_BREAK = /\r\n?|[\n\v\f\x85\u2028\u2029]/g;
const WHITE_SPACE = /[\p{White_Space}\u2800]+/gu;
const CONTROL = /(?![\t\n\r\v\f\x85])[\p{Cc}\p{Noncharacter_Code_Point}\uFFF9-\uFFFB]/gu;
const EMBEDDING = /[\u202A-\u202E]/g;
const DIRECTION_CONTROL = /[\u202A-\u202E\u2066-\u2069]/g;
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;
const VISIBLE = /(?![\p{Default_Ignorable_Code_Point}\u2800\uFFFC\u{1D159}\u{13441}\u{13442}])[\p{L}\p{N}\p{P}\p{S}]/u;
// The blocks of scripts that are written from right to left, and what else turns a direction.
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}\u200F\u202A-\u202E\u2066-\u2069]/u; // prettier-ignore

/** Count what people take for one character each: grapheme clusters, so an emoji of seven code points is one. */
export function countCharacters(text: string): number {
  return Array.from(CHARACTERS.segment(text)).length;
}

/** Return the first `maximum` characters of a text, never a part of one. */
export function takeCharacters(text: string, maximum: number): string {
  const characters = Array.from(CHARACTERS.segment(text), ({ segment }) => segment);
  return characters.slice(0, maximum).join('');
}

/** Return whether a text shows at all: at least one letter, digit, punctuation mark or symbol with a shape. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text);
}

/** Return a text for use inside a sentence, which keeps its own direction and never turns the words around it. */
export function isolate(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text.replace(DIRECTION_CONTROL, '')}\u2069` : text;
}

/** Return a tag as the API keeps it: one line in lower case, without the `#` that people put before it. */
export function cleanTag(text: string): string {
  return cleanLine(
    cleanLine(text)
      .replace(/^[#\uFF03]+/, '')
      .toLowerCase(),
  );
}

/** Return text of several lines as the API keeps it; with `trim` false its white space at both ends is kept. */
export function cleanParagraphs(text: string, { trim } = { trim: true }): string {
  const cleaned = text.replace(LINE_BREAK, '\n').replace(EMBEDDING, '').replace(CONTROL, '').normalize('NFC');
  return trim ? cleaned.trim() : cleaned;
}

/** Return what people take for one character each, with its place in UTF-16 units. */
export function splitCharacters(text: string): Intl.SegmentData[] {
  return Array.from(CHARACTERS.segment(text));
}

/** Return what equal texts have in common, whatever their case, composition, width and invisible characters. */
export function getMatchKey(text: string): string {
  const folded = cleanLine(text).normalize('NFKC').toUpperCase().toLowerCase().replaceAll('ς', 'σ');
  return cleanLine(folded.normalize('NFKC').replace(IGNORABLE, '')).normalize('NFKC');
}

function cleanLine(text: string): string {
  const line = text.replace(LINE_BREAK, ' ').replace(DIRECTION_CONTROL, '').replace(CONTROL, '');
  return line.normalize('NFC').replace(WHITE_SPACE, ' ').trim();
}
