// The lines of captions as their owner edits them: text and times as they are typed.
import { type Cue, findDisorder, parseCueTime, writeCueTime } from '../player/cues';

export interface Line {
  /** Tells lines apart while some are added and removed. */
  key: number;
  start: string;
  end: string;
  text: string;
}

export type LineChange =
  | { kind: 'replace'; cues: readonly Cue[] }
  | { kind: 'add'; at: number }
  | { kind: 'remove'; key: number }
  | { kind: 'edit'; key: number; change: Partial<Omit<Line, 'key'>> };

/** How long a line is shown that was just added, in seconds. */
const NEW_LINE = 2;

export function changeLines(lines: readonly Line[], change: LineChange): readonly Line[] {
  switch (change.kind) {
    case 'replace':
      return change.cues.map(toLine);
    case 'add':
      return [...lines, toLine({ start: change.at, end: change.at + NEW_LINE, text: '' }, nextKey(lines))];
    case 'remove':
      return lines.filter(({ key }) => key !== change.key);
    case 'edit':
      return lines.map((line) => (line.key === change.key ? { ...line, ...change.change } : line));
  }
}

/** Return where a new line begins: where the last one ends, or later if the video is further. */
export function findNewStart(lines: readonly Line[], now: number): number {
  return Math.max(now, parseCueTime(lines.at(-1)?.end ?? '0') ?? 0);
}

/** Return the cues that were typed, or the number of the first line whose times are none or out of order. */
export function readLines(lines: readonly Line[]): readonly Cue[] | { wrongTime: number } | { wrongOrder: number } {
  const cues: Cue[] = [];
  for (const [index, { start, end, text }] of lines.entries()) {
    const times = [parseCueTime(start), parseCueTime(end)] as const;
    if (times[0] === null || times[1] === null) return { wrongTime: index + 1 };
    cues.push({ start: times[0], end: times[1], text });
  }
  const wrongOrder = findDisorder(cues);
  return wrongOrder ? { wrongOrder } : cues;
}

function toLine({ start, end, text }: Cue, key: number): Line {
  return { key, start: writeCueTime(start), end: writeCueTime(end), text };
}

function nextKey(lines: readonly Line[]): number {
  return Math.max(-1, ...lines.map(({ key }) => key)) + 1;
}
