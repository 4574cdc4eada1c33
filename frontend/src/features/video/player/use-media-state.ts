// What a media element does at the moment, as React state.
import { type RefObject, useEffect, useState } from 'react';

export interface MediaState {
  isPaused: boolean;
  /** Data is missing to go on. */
  isWaiting: boolean;
  seconds: number;
  duration: number;
  /** Up to which second the part that plays is loaded. */
  loadedTo: number;
  volume: number;
  isMuted: boolean;
  rate: number;
}

const EVENTS = [
  'play',
  'pause',
  'playing',
  'waiting',
  'seeking',
  'seeked',
  'timeupdate',
  'durationchange',
  'progress',
  'volumechange',
  'ratechange',
  'emptied',
] as const;
const AT_REST: MediaState = {
  isPaused: true,
  isWaiting: false,
  seconds: 0,
  duration: 0,
  loadedTo: 0,
  volume: 1,
  isMuted: false,
  rate: 1,
};

export function useMediaState(media: RefObject<HTMLVideoElement | null>): MediaState {
  const [state, setState] = useState(AT_REST);
  useEffect(() => {
    const element = media.current;
    if (!element) return;
    const update = () => setState(readState(element));
    update(); // a video at rest tells nothing to who comes later
    for (const name of EVENTS) element.addEventListener(name, update);
    return () => {
      for (const name of EVENTS) element.removeEventListener(name, update);
    };
  }, [media]);
  return state;
}

function readState(element: HTMLVideoElement): MediaState {
  return {
    isPaused: element.paused,
    isWaiting: !element.paused && element.readyState < HTMLMediaElement.HAVE_FUTURE_DATA && !element.ended,
    seconds: element.currentTime,
    duration: Number.isFinite(element.duration) ? element.duration : 0,
    loadedTo: findLoadedTo(element),
    volume: element.volume,
    isMuted: element.muted,
    rate: element.playbackRate,
  };
}

function findLoadedTo({ buffered, currentTime }: HTMLVideoElement): number {
  for (let range = 0; range < buffered.length; range += 1)
    if (buffered.start(range) <= currentTime && currentTime <= buffered.end(range)) return buffered.end(range);
  return currentTime;
}
