// The lines of a chat: each once, in their order, and no more than a few hundred.
import { expect, test } from 'vitest';
import {
  addLine,
  addMissedLines,
  type ChatLine,
  MOST_LINES,
  readMessage,
  removeLine,
  removeMissedDeletions,
} from './chat-log';

const line = (id: string, isPending = false): ChatLine => ({
  id,
  authorId: 'ada',
  name: 'Ada',
  role: 'WRITER',
  body: id,
  sentAt: 1000,
  isPending,
});
const idsOf = (lines: readonly ChatLine[]) => lines.map(({ id }) => id);

test('a message takes the place of its own pending line, at the end', () => {
  const lines = addLine([line('key', true), line('b')], line('a'), 'key');

  expect(idsOf(lines)).toEqual(['b', 'a']);
  expect(idsOf(addLine(lines, line('a'), 'key'))).toEqual(['b', 'a']);
});

test('a deleted message is gone, and one that is not there changes nothing', () => {
  expect(idsOf(removeLine([line('a'), line('b')], 'a'))).toEqual(['b']);
  expect(idsOf(removeLine([line('b')], 'a'))).toEqual(['b']);
});

test('the oldest lines make room', () => {
  const full = Array.from({ length: MOST_LINES }, (_, index) => line(String(index)));

  expect(idsOf(addLine(full, line('new')))).toHaveLength(MOST_LINES);
  expect(addLine(full, line('new')).at(0)?.id).toBe('1');
});

test('what was said before is above what was heard, each once', () => {
  const heard = [
    { ...line('b'), sentAt: 2 },
    { ...line('d'), sentAt: 4 },
  ];
  const missed = [
    { ...line('a'), sentAt: 1 },
    { ...line('b'), sentAt: 2 },
    { ...line('c'), sentAt: 3 },
  ];

  expect(idsOf(addMissedLines(heard, missed))).toEqual(['a', 'b', 'c', 'd']);
});

test('what was deleted while nobody listened is gone; older lines, unsent ones and what was heard since stay', () => {
  const lines = [
    { ...line('older'), sentAt: 1 },
    { ...line('deleted'), sentAt: 2 },
    { ...line('there'), sentAt: 3 },
    { ...line('unsent', true), sentAt: 4 },
    { ...line('heard'), sentAt: 5 },
  ];

  const remaining = removeMissedDeletions(lines, [{ ...line('there'), sentAt: 3 }], 2, new Set(['heard']));

  expect(idsOf(remaining)).toEqual(['older', 'there', 'unsent', 'heard']);
  expect(removeMissedDeletions(lines, [], Infinity, new Set())).toEqual(lines);
});

test('messages of another livestream of the same person are left out', () => {
  const message = { id: 'm', content: 'Hi', sendTime: new Date(), sender: { userId: 'ada' } };

  expect(readMessage({ ...message, attributes: { streamId: 'one' } }, 'two')).toBeNull();
  expect(readMessage({ ...message, attributes: { streamId: 'one' } }, 'one')).toMatchObject({ body: 'Hi', name: '' });
});
