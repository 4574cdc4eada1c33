// The sound of a recording: loaded whole, as pages play nothing from other origins; a word of it, or all of it.
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { SpokenWord } from './reading-data';
import { useRevocation } from './use-recorder';

/** Words are told a little late and too short. */
const EARLIER_SECONDS = 0.15;
const LATER_SECONDS = 0.2;

type Stretch = Pick<SpokenWord, 'fromSecond' | 'toSecond'>;

interface Sound {
  url: string | null;
  hasFailed: boolean;
  player: RefObject<HTMLAudioElement | null>;
  play: (word: Stretch) => void;
}

export function useSound(address: string | null): Sound {
  const [loaded, setLoaded] = useState<{ url: string | null } | null>(null);
  const url = loaded?.url ?? null;
  useRevocation(url);
  const player = useRef<HTMLAudioElement>(null);
  const end = useRef(0);
  // Its signature changes whenever the evaluation is read again; the sound does not.
  const isThere = address !== null;
  const first = useRef(address);

  useEffect(() => {
    if (!isThere || !first.current) return undefined;
    const request = new AbortController();
    loadSound(first.current, request.signal).then(
      (file) => setLoaded({ url: URL.createObjectURL(file) }),
      () => (request.signal.aborted ? undefined : setLoaded({ url: null })),
    );
    return () => request.abort();
  }, [isThere]);

  function play({ fromSecond, toSecond }: Stretch): void {
    const audio = player.current;
    if (!audio || fromSecond === null || toSecond === null) return;
    end.current = toSecond + LATER_SECONDS;
    audio.currentTime = Math.max(0, fromSecond - EARLIER_SECONDS);
    void audio.play();
    const stopAtEnd = () => {
      if (audio.paused) return;
      if (audio.currentTime >= end.current) audio.pause();
      else requestAnimationFrame(stopAtEnd);
    };
    requestAnimationFrame(stopAtEnd);
  }

  return { url, hasFailed: loaded !== null && url === null, player, play };
}

async function loadSound(address: string, signal: AbortSignal): Promise<Blob> {
  const answer = await fetch(address, { signal });
  if (!answer.ok) throw new Error(`The sound answers ${answer.status}.`);
  return answer.blob();
}
