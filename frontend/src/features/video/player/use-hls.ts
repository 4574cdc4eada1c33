// Plays a video by hls.js: each file is read from its signed address, under the name that playlists use.
import type Hls from 'hls.js';
import type { Level } from 'hls.js';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { isRefused, patientPolicies } from './loading';
import { play } from './media-keys';

interface Playback {
  manifest: string;
  files: readonly { name: string; url: string }[];
  expiresAt: string;
}

/** The level that hls.js chooses by itself. */
export const AUTOMATIC = -1;
/** Addresses are asked for again when this much of their life is left. */
const RENEW_BEFORE = 60_000;
const RENEW_AT_LEAST_AFTER = 1000;

interface Stream {
  levels: readonly Level[];
  canPlay: boolean;
  chooseLevel: (level: number) => void;
}

/** Attach hls.js to a media element. New addresses are used without a stop; another manifest starts it again. */
export function useHls(
  media: RefObject<HTMLVideoElement | null>,
  playback: Playback | null,
  renew: () => void,
): Stream {
  const [hls, setHls] = useState<Hls | null>(null);
  const [canPlay, setCanPlay] = useState(true);
  const urls = useRef(new Map<string, string>());
  const latestRenew = useRef(renew);
  const before = useRef({ seconds: -1, isPlaying: false });
  const manifest = playback?.manifest;

  useEffect(() => {
    latestRenew.current = renew;
    urls.current = new Map(playback?.files.map(({ name, url }) => [name, url]));
  });

  useEffect(() => {
    if (!playback) return;
    const life = Date.parse(playback.expiresAt) - Date.now();
    const timer = setTimeout(() => latestRenew.current(), Math.max(life - RENEW_BEFORE, RENEW_AT_LEAST_AFTER));
    return () => clearTimeout(timer);
  }, [playback]);

  useEffect(() => {
    const element = media.current;
    if (!manifest || !element) return;
    let player: Hls | null = null;
    let isGone = false;
    void import('hls.js').then(({ default: Engine }) => {
      if (isGone) return;
      if (!Engine.isSupported()) {
        setCanPlay(false);
        return;
      }
      player = new Engine({
        startPosition: before.current.seconds,
        ...patientPolicies(Engine.DefaultConfig),
        enableWorker: false, // the page's policy allows no workers made of text
        xhrSetup: (request, url) => request.open('GET', urls.current.get(nameOf(url)) ?? url, true),
      });
      player.on(Engine.Events.MANIFEST_PARSED, () => {
        setHls(player);
        if (before.current.isPlaying) play(element);
      });
      player.on(Engine.Events.ERROR, (_, { response, fatal }) => {
        if (isRefused(response?.code)) latestRenew.current();
        if (fatal) setCanPlay(false);
      });
      // A viewer may have pressed play before there was anything to play: attaching would take that back.
      if (!element.paused) before.current.isPlaying = true;
      player.loadSource(urls.current.get(manifest) ?? '');
      player.attachMedia(element);
    });
    return () => {
      isGone = true;
      if (player) before.current = { seconds: element.currentTime, isPlaying: !element.paused };
      setHls(null);
      player?.destroy();
    };
  }, [manifest, media]);

  return { levels: hls?.levels ?? [], canPlay, chooseLevel: (level) => (hls ? setNextLevel(hls, level) : undefined) };
}

/** Return the name of a file: hls.js resolves what playlists say against the address that it read them from. */
export function nameOf(url: string): string {
  return new URL(url).pathname.split('/').at(-1) ?? '';
}

function setNextLevel(hls: Hls, level: number) {
  hls.nextLevel = level;
}
