// The lines of a chat as its reader sees them: the newest few hundred, each once, without deleted ones.
import type { ChatMessage } from 'amazon-ivs-chat-messaging';

export interface ChatLine {
  id: string;
  authorId: string;
  name: string;
  role: string;
  body: string;
  /** In milliseconds since 1970. */
  sentAt: number;
  isPending: boolean;
}

export const MOST_LINES = 300;

/** Return the line of a message, or null for one of another livestream of the same person. */
export function readMessage(
  { id, sender, content, sendTime, attributes }: ChatMessage,
  streamId: string,
): ChatLine | null {
  if (attributes?.['streamId'] !== streamId) return null;
  const { name = '', role = '' } = sender.attributes ?? {};
  return { id, authorId: sender.userId, name, role, body: content, sentAt: sendTime.getTime(), isPending: false };
}

/** Return the lines with a new one at the end; it takes the place of the pending line `key`, and is there only once. */
export function addLine(lines: readonly ChatLine[], line: ChatLine, key?: string): readonly ChatLine[] {
  const others = lines.filter(({ id }) => id !== line.id && id !== key);
  return [...others, line].slice(-MOST_LINES);
}

/** Return the lines with those that were said while nobody listened here, in the order of time. */
export function addMissedLines(lines: readonly ChatLine[], missedLines: readonly ChatLine[]): readonly ChatLine[] {
  const knownIds = new Set(lines.map(({ id }) => id));
  const newLines = missedLines.filter(({ id }) => !knownIds.has(id));
  return [...newLines, ...lines].sort((one, other) => one.sentAt - other.sentAt).slice(-MOST_LINES);
}

/**
 * Return the lines without those that were deleted while nobody listened here: of the time since `from`, only what the
 * newest messages hold is still there. Lines that are not sent yet or were heard meanwhile stay.
 */
export function removeMissedDeletions(
  lines: readonly ChatLine[],
  newest: readonly ChatLine[],
  from: number,
  heardIds: ReadonlySet<string>,
): readonly ChatLine[] {
  const presentIds = new Set(newest.map(({ id }) => id));
  return lines.filter(
    ({ id, sentAt, isPending }) => isPending || sentAt < from || presentIds.has(id) || heardIds.has(id),
  );
}

export function removeLine(lines: readonly ChatLine[], lineId: string): readonly ChatLine[] {
  return lines.filter(({ id }) => id !== lineId);
}
