// Captions as WebVTT has them: parsed into cues, and found by their second.

export interface Cue {
  start: number;
  end: number;
  text: string;
}

const TIMES = /^(?:(\d+):)?(\d{2}):(\d{2})[.](\d{3})\s+-->\s+(?:(\d+):)?(\d{2}):(\d{2})[.](\d{3})/;
const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** Return the cues of a file in order; blocks that are none, such as notes, are left out. */
export function parseCues(vtt: string): Cue[] {
  const blocks = vtt.replaceAll('\r\n', '\n').split(/\n{2,}/);
  return blocks.map(parseBlock).filter((cue) => cue !== null);
}

export function findCue(cues: readonly Cue[], seconds: number): Cue | null {
  return cues.findLast(({ start, end }) => start <= seconds && seconds < end) ?? null;
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
