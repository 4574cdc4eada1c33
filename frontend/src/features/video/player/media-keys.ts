// What each key does to a video; players agree on most of them.
import type { KeyboardEvent } from 'react';

const SHORT_STEP = 5;
const LONG_STEP = 10;
const VOLUME_STEP = 0.1;
export const RATES = [0.5, 0.75, 1, 1.25, 1.5, 2] as const;

type Act = (video: HTMLVideoElement) => void;

const ACTS: Readonly<Record<string, Act>> = {
  ' ': togglePlay,
  k: togglePlay,
  j: (video) => seekBy(video, -LONG_STEP),
  l: (video) => seekBy(video, LONG_STEP),
  ArrowLeft: (video) => seekBy(video, -SHORT_STEP),
  ArrowRight: (video) => seekBy(video, SHORT_STEP),
  ArrowUp: (video) => changeVolume(video, VOLUME_STEP),
  ArrowDown: (video) => changeVolume(video, -VOLUME_STEP),
  Home: (video) => seekTo(video, 0),
  End: (video) => seekTo(video, video.duration),
  m: toggleMute,
  p: (video) => void togglePictureInPicture(video),
  '<': (video) => changeRate(video, -1),
  '>': (video) => changeRate(video, 1),
};

/** Run what a key means in a player's frame; a player may have keys of its own. */
export function actOnPlayerKey(
  event: KeyboardEvent<HTMLElement>,
  video: HTMLVideoElement | null,
  ownActs: Readonly<Record<string, () => void>> = {},
): void {
  if (event.ctrlKey || event.metaKey || event.altKey || !video || !isForPlayer(event)) return;
  const act = ownActs[event.key];
  if (act) act();
  else if (event.key === 'f') void toggleFullscreen(event.currentTarget);
  else if (!actOnKey(video, event.key)) return;
  event.preventDefault();
}

/** Run the action of a key; false if it has none. */
export function actOnKey(video: HTMLVideoElement, key: string): boolean {
  const tenth = /^\d$/.test(key) ? Number(key) : null;
  if (tenth !== null) seekTo(video, (video.duration * tenth) / 10);
  else ACTS[key]?.(video);
  return tenth !== null || key in ACTS;
}

export function togglePlay(video: HTMLVideoElement): void {
  if (video.paused) play(video);
  else video.pause();
}

/** Play; where a new source or the browser's rules for sound end that, the video is paused and its controls say so. */
export function play(video: HTMLVideoElement): void {
  video.play().catch(() => undefined);
}

export function toggleMute(video: HTMLVideoElement): void {
  video.muted = !video.muted;
}

/** Go to a second, if the video's length is known by now. */
export function seekTo(video: HTMLVideoElement, seconds: number): void {
  if (Number.isFinite(video.duration)) video.currentTime = Math.min(Math.max(seconds, 0), video.duration);
}

export function setVolume(video: HTMLVideoElement, volume: number): void {
  video.volume = Math.min(Math.max(volume, 0), 1);
  video.muted = video.volume === 0;
}

export function setRate(video: HTMLVideoElement, rate: number): void {
  video.playbackRate = rate;
}

export async function togglePictureInPicture(video: HTMLVideoElement): Promise<void> {
  if (document.pictureInPictureElement === video) await document.exitPictureInPicture();
  else if (document.pictureInPictureEnabled && video.readyState > 0) await video.requestPictureInPicture();
}

export async function toggleFullscreen(element: HTMLElement): Promise<void> {
  if (document.fullscreenElement === element) await document.exitFullscreen();
  else await element.requestFullscreen();
}

/** Tell whether a key is the player's: buttons keep those that press them, lists and the volume those that choose. */
function isForPlayer({ key, target }: KeyboardEvent<HTMLElement>): boolean {
  if (target instanceof HTMLButtonElement) return key !== ' ' && key !== 'Enter';
  if (target instanceof HTMLSelectElement) return false;
  return !(target instanceof HTMLInputElement && target.className === 'controls-volume' && key.startsWith('Arrow'));
}

function seekBy(video: HTMLVideoElement, seconds: number): void {
  seekTo(video, video.currentTime + seconds);
}

function changeVolume(video: HTMLVideoElement, difference: number): void {
  setVolume(video, Math.round((video.volume + difference) * 10) / 10);
}

function changeRate(video: HTMLVideoElement, direction: 1 | -1): void {
  const place = RATES.findIndex((rate) => rate >= video.playbackRate);
  setRate(video, RATES[place + direction] ?? video.playbackRate);
}
