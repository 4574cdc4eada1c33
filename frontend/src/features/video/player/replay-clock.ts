// When what a replay shows has happened: its playlist says so of each part, and interruptions are not in it.
import type { RefObject } from 'react';

/** A jump ends up to a picture before its second, and a replay up to two before the sum of its parts. */
const EARLY_S = 0.2;

/** A part of a replay: its place in the replay, in seconds, and when it happened, in milliseconds since 1970. */
interface ReplayPart {
  start: number;
  duration: number;
  programDateTime: number | null;
}

export interface ReplayClock {
  subscribe: (listener: () => void) => () => void;
  /** Return the parts of the replay; none before it has loaded. */
  readParts: () => readonly ReplayPart[];
  /** Return the second that is shown; null before the replay has begun to play. */
  readSecond: () => number | null;
  /** Go on from a moment. */
  jump: (moment: number) => void;
}

export interface SettableReplayClock extends ReplayClock {
  setParts: (parts: readonly ReplayPart[]) => void;
  /** Follow a media element; returns a function that stops it. */
  follow: (media: RefObject<HTMLVideoElement | null>) => () => void;
}

export function createReplayClock(): SettableReplayClock {
  const listeners = new Set<() => void>();
  const tell = () => listeners.forEach((listener) => listener());
  let parts: readonly ReplayPart[] = [];
  let element: HTMLVideoElement | null = null;
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    readParts: () => parts,
    readSecond: () => (element && element.currentTime > 0 ? element.currentTime : null),
    jump: (moment) => {
      const second = findSecond(parts, moment);
      if (element && second !== null) element.currentTime = second;
    },
    setParts: (found) => {
      parts = found;
      tell();
    },
    follow: ({ current }) => {
      element = current;
      current?.addEventListener('timeupdate', tell);
      return () => {
        current?.removeEventListener('timeupdate', tell);
        element = null;
      };
    },
  };
}

/** Return the second that shows a moment; of one that is not in the replay, the second after which it happened. */
export function findSecond(parts: readonly ReplayPart[], moment: number): number | null {
  const part = parts.findLast(({ programDateTime }) => programDateTime !== null && programDateTime <= moment);
  if (!part || part.programDateTime === null) return parts[0]?.programDateTime ? 0 : null;
  return part.start + Math.min((moment - part.programDateTime) / 1000, part.duration);
}

/** Return which of these seconds, in their order, the picture has come to last; -1 for none. */
export function findCurrent(seconds: readonly (number | null)[], shown: number | null): number {
  return shown === null ? -1 : seconds.findLastIndex((second) => second !== null && second <= shown + EARLY_S);
}
