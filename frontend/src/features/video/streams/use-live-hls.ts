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
/** How often in a row an address may be refused, each time a new one. */
const MOST_REFUSALS = 3;

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
  const refused = useRef<{ url: string | null; times: number }>({ url: null, times: 0 });
  const hasUrl = url !== null;

  useEffect(() => {
    latest.current = { url, renew };
  });

  // Everybody is refused when fewer may watch than before: who still may gets another address, and watches on.
  useEffect(() => {
    if (url === null || refused.current.url === null || url === refused.current.url) return;
    refused.current.url = null;
    setAttempt((attempts) => attempts + 1);
  }, [url]);

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
      const source = latest.current.url;
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
      player.on(Engine.Events.FRAG_BUFFERED, () => {
        refused.current.times = 0;
      });
      player.on(Engine.Events.ERROR, (_, { response, fatal }) => {
        if (response?.code === 403 && refused.current.times < MOST_REFUSALS) {
          if (refused.current.url !== null) return; // a new address is on its way
          refused.current.times += 1;
          if (latest.current.url === source) {
            refused.current.url = source;
            latest.current.renew();
          } else setAttempt((attempts) => attempts + 1);
        } else if (fatal) setCanPlay(false);
      });
      player.loadSource(source ?? '');
      player.attachMedia(element);
    });
    return () => {
      isGone = true;
      player?.destroy();
    };
  }, [attempt, hasUrl, media, round]);

  function tryAgain() {
    refused.current = { url: null, times: 0 };
    renew();
    setAttempt(attempt + 1);
  }

  return { canPlay, tryAgain };
}
