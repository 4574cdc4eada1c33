// The chapters of a video, and how people write them: a line for each, `1:05 The palace`.
import { formatLength } from './format';

export interface Chapter {
  seconds: number;
  title: string;
}

const LINE = /^(?:(\d+):)?(\d{1,2}):(\d{2})\s+(\S.*)$/;

/** Return the chapter that a second belongs to; null if there are none. */
export function findChapter(chapters: readonly Chapter[], seconds: number): Chapter | null {
  return chapters.findLast((chapter) => chapter.seconds <= seconds) ?? null;
}

export function writeChapters(chapters: readonly Chapter[]): string {
  return chapters.map(({ seconds, title }) => `${formatLength(seconds)} ${title}`).join('\n');
}

/** Return the chapters of a text, or null if one of its lines is none. */
export function parseChapters(text: string): Chapter[] | null {
  const lines = text.split('\n').map((line) => line.trim());
  const chapters = lines.filter(Boolean).map(parseLine);
  return chapters.every((chapter) => chapter !== null) ? chapters : null;
}

function parseLine(line: string): Chapter | null {
  const [, hours = '0', minutes = '0', seconds = '0', title] = LINE.exec(line) ?? [];
  if (title === undefined) return null;
  return { seconds: Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds), title };
}
