// Keys of the player: they play, seek within the video, and change volume and speed within their bounds.
import { beforeEach, expect, it, vi } from 'vitest';
import { actOnKey, RATES } from './media-keys';

let video: HTMLVideoElement;

beforeEach(() => {
  const state = { paused: true, muted: false, currentTime: 20, duration: 100, volume: 1, playbackRate: 1 };
  const acts = {
    play: vi.fn(() => Promise.resolve(void (state.paused = false))),
    pause: vi.fn(() => void (state.paused = true)),
  };
  video = Object.assign(state, acts) as unknown as HTMLVideoElement;
});

it.each([
  ['ArrowLeft', 15],
  ['ArrowRight', 25],
  ['j', 10],
  ['l', 30],
  ['Home', 0],
  ['End', 100],
  ['7', 70],
])('%s goes to second %d', (key, seconds) => {
  expect(actOnKey(video, key)).toBe(true);
  expect(video.currentTime).toBe(seconds);
});

it('never seeks beyond the ends, nor before the length is known', () => {
  for (let times = 0; times < 5; times += 1) actOnKey(video, 'j');
  expect(video.currentTime).toBe(0);

  Object.assign(video, { duration: Number.NaN });
  actOnKey(video, '5');
  expect(video.currentTime).toBe(0);
});

it('plays and pauses by the same key', () => {
  actOnKey(video, ' ');
  expect(video.paused).toBe(false);
  actOnKey(video, 'k');
  expect(video.paused).toBe(true);
});

it('keeps the volume between silence and all, and silence is mute', () => {
  actOnKey(video, 'ArrowUp');
  expect(video.volume).toBe(1);
  for (let times = 0; times < 12; times += 1) actOnKey(video, 'ArrowDown');
  expect([video.volume, video.muted]).toEqual([0, true]);
  actOnKey(video, 'm');
  expect(video.muted).toBe(false);
});

it('walks the speeds and stops at both ends', () => {
  for (let times = 0; times < 9; times += 1) actOnKey(video, '>');
  expect(video.playbackRate).toBe(RATES.at(-1));
  for (let times = 0; times < 9; times += 1) actOnKey(video, '<');
  expect(video.playbackRate).toBe(RATES[0]);
});

it('leaves keys alone that mean nothing to a player', () => {
  expect(actOnKey(video, 'x')).toBe(false);
});
