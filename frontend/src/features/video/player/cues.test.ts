// Captions: parsed from WebVTT, and found by their second.
import { expect, it } from 'vitest';
import { findCue, parseCues } from './cues';

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
