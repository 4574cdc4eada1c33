// Plays a livestream by hls.js in its low-latency mode; each connection of the encoder is a playlist of its own.
import type Hls from 'hls.js';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { play } from '../player/media-keys';

/** The player catches up with the picture by playing this much faster. */
const CATCH_UP_RATE = 1.5;
/** The playlist of a connection that has just begun is asked for so often, a second apart. */
const RETRIES = 20;
const RETRY_DELAY = 1000;
const TIMEOUT = 10_000;

interface LiveSource {
  /** The signed address of the playlist; it changes whenever it is read, and only a new round uses it. */
  url: string | null;
  /** Which connection of the encoder is played: another one starts the player again. */
  round: number;
  /** Ask for a new address, past the cache. */
  renew: () => void;
}

/** Attach hls.js to a media element. Returns whether it can play, and a function that tries again. */
export function useLiveHls(
  media: RefObject<HTMLVideoElement | null>,
  { url, round, renew }: LiveSource,
): { canPlay: boolean; tryAgain: () => void } {
  const [canPlay, setCanPlay] = useState(true);
  const [attempt, setAttempt] = useState(0);
  const latest = useRef({ url, renew });
  const hasUrl = url !== null;

  useEffect(() => {
    latest.current = { url, renew };
  });

  useEffect(() => {
    const element = media.current;
    if (!hasUrl || !element) return;
    let isGone = false;
    let player: Hls | null = null;
    void import('hls.js').then(({ default: Engine }) => {
      if (isGone) return;
      if (!Engine.isSupported()) {
        setCanPlay(false);
        return;
      }
      const retry = { maxNumRetry: RETRIES, retryDelayMs: RETRY_DELAY, maxRetryDelayMs: RETRY_DELAY };
      player = new Engine({
        enableWorker: false, // the page's policy allows no workers made of text
        lowLatencyMode: true,
        maxLiveSyncPlaybackRate: CATCH_UP_RATE,
        manifestLoadPolicy: {
          default: {
            maxTimeToFirstByteMs: TIMEOUT,
            maxLoadTimeMs: TIMEOUT,
            timeoutRetry: retry,
            errorRetry: retry,
          },
        },
      });
      player.on(Engine.Events.MANIFEST_PARSED, () => {
        setCanPlay(true);
        play(element);
      });
      player.on(Engine.Events.ERROR, (_, { response, fatal }) => {
        if (response?.code === 403) latest.current.renew();
        if (fatal) setCanPlay(false);
      });
      player.loadSource(latest.current.url ?? '');
      player.attachMedia(element);
    });
    return () => {
      isGone = true;
      player?.destroy();
    };
  }, [attempt, hasUrl, media, round]);

  function tryAgain() {
    renew();
    setAttempt(attempt + 1);
  }

  return { canPlay, tryAgain };
}
