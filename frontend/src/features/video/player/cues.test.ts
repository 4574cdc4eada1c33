// Captions: parsed from WebVTT, and found by their second.
import { expect, it } from 'vitest';
import { findCue, findDisorder, parseCues, parseCueTime, writeCues, writeCueTime } from './cues';

const VTT = `WEBVTT

NOTE made by nobody

1
00:00:00.000 --> 00:00:01.240 line:0
Good <b>morning</b>.

00:02.000 --> 01:00:03.500
Salt &amp; pepper
&lt;here&gt;
`;

it('cues have their times and their plain text', () => {
  expect(parseCues(VTT)).toEqual([
    { start: 0, end: 1.24, text: 'Good morning.' },
    { start: 2, end: 3603.5, text: 'Salt & pepper\n<here>' },
  ]);
  expect(parseCues(VTT.replaceAll('\n', '\r\n'))).toHaveLength(2);
  expect(parseCues('WEBVTT\n')).toEqual([]);
});

it('a cue begins at the second that its time says, so that a jump there shows it', () => {
  const [cue] = parseCues('WEBVTT\n\n00:01.140 --> 00:02.000\nThe lighthouse\n');
  expect(cue?.start).toBe(1.14);
});

it('a second belongs to the cue that is shown then', () => {
  const cues = parseCues(VTT);
  expect([0, 1.23, 1.5, 2, 3603.5].map((second) => findCue(cues, second)?.start)).toEqual([
    0,
    0,
    undefined,
    2,
    undefined,
  ]);
});

it('what is written is parsed as it was, whatever is in it', () => {
  const cues = [
    { start: 0, end: 1.24, text: 'Salt & pepper\n<i>here</i> --> there &lt;' },
    { start: 3603.5, end: 3604, text: 'Good night.' },
  ];
  expect(parseCues(writeCues(cues))).toEqual(cues);
  expect(writeCues([])).toBe('WEBVTT\n');
});

it('times are written and read as people write them', () => {
  expect([0, 62.5, 599.999, 3603.5].map(writeCueTime)).toEqual(['0:00.000', '1:02.500', '9:59.999', '01:00:03.500']);
  expect(['0:00.000', '1:02.5', ' 75', '01:00:03,500', '62:00'].map(parseCueTime)).toEqual([0, 62.5, 75, 3603.5, 3720]);
  expect(['', 'a', '1:2:3:4', '-1', '1:02.1234', '.5'].map(parseCueTime)).toEqual([null, null, null, null, null, null]);
});

it('a cue out of order is named by its number', () => {
  const [one, two] = [
    { start: 0, end: 1, text: '' },
    { start: 1, end: 2, text: '' },
  ];
  expect(findDisorder([one, two])).toBeNull();
  expect(findDisorder([two, one])).toBe(2);
  expect(findDisorder([one, { ...two, end: 1 }])).toBe(2);
});
