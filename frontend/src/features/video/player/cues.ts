// Captions as WebVTT has them: parsed into cues, written again, and found by their second.

export interface Cue {
  start: number;
  end: number;
  text: string;
}

const TIMES = /^(?:(\d+):)?(\d{2}):(\d{2})[.](\d{3})\s+-->\s+(?:(\d+):)?(\d{2}):(\d{2})[.](\d{3})/;
const CUE_TIME = /^(?:(?:(\d{1,2}):)?(\d{1,2}):)?(\d{1,2})(?:[.,](\d{1,3}))?$/;
const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** Return the cues of a file in order; blocks that are none, such as notes, are left out. */
export function parseCues(vtt: string): Cue[] {
  const blocks = vtt.replaceAll('\r\n', '\n').split(/\n{2,}/);
  return blocks.map(parseBlock).filter((cue) => cue !== null);
}

export function findCue(cues: readonly Cue[], seconds: number): Cue | null {
  return cues.findLast(({ start, end }) => start <= seconds && seconds < end) ?? null;
}

/** Return cues as a file of WebVTT, whose text is plain. */
export function writeCues(cues: readonly Cue[]): string {
  const blocks = cues.map(({ start, end, text }) => `${pad(start)} --> ${pad(end)}\n${escapeText(text)}\n`);
  return ['WEBVTT\n', ...blocks].join('\n');
}

/** Return a time as people write it: `1:02.500`, or `1:00:02.500` after an hour. */
export function writeCueTime(seconds: number): string {
  return pad(seconds).replace(/^00:0?/, '');
}

/** Return the seconds of a time that somebody wrote, such as `1:02.5`, or null. */
export function parseCueTime(written: string): number | null {
  const [, hours, minutes, seconds, fraction] = CUE_TIME.exec(written.trim()) ?? [];
  return seconds ? toSeconds([hours, minutes ?? '0', seconds, (fraction ?? '0').padEnd(3, '0')]) : null;
}

/** Return the number of the first cue that ends before it has begun, or begins before the one before it ends. */
export function findDisorder(cues: readonly Cue[]): number | null {
  const index = cues.findIndex(({ start, end }, at) => end <= start || start < (cues[at - 1]?.end ?? 0));
  return index === -1 ? null : index + 1;
}

function parseBlock(block: string): Cue | null {
  const lines = block.split('\n');
  const at = lines.findIndex((line) => TIMES.test(line));
  const [, ...times] = TIMES.exec(lines[at] ?? '') ?? [];
  if (times.length === 0) return null;
  const text = lines
    .slice(at + 1)
    .join('\n')
    .replaceAll(/<[^>]*>/g, '');
  const plain = text.replaceAll(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity).trim();
  return { start: toSeconds(times.slice(0, 4)), end: toSeconds(times.slice(4)), text: plain };
}

function toSeconds([hours, minutes, seconds, milliseconds]: readonly (string | undefined)[]): number {
  const whole = Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds);
  // Divided once: a sum of fractions may be a little more than the time at which a player stops.
  return (whole * 1000 + Number(milliseconds)) / 1000;
}

function pad(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  const parts = [milliseconds / 3_600_000, (milliseconds / 60_000) % 60, (milliseconds / 1000) % 60];
  const whole = parts.map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
  return `${whole}.${String(milliseconds % 1000).padStart(3, '0')}`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
