// Plays a video by hls.js: each file is read by the cookies of its folder, or from its signed address, under the name that playlists use.
import type Hls from 'hls.js';
import type { Level } from 'hls.js';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { isRefused, patientPolicies } from './loading';
import { Access, type Grant, renewBefore, setCookies } from './media-access';
import { play } from './media-keys';

interface Playback {
  manifest: string;
  files: readonly { name: string; url: string }[];
  expiresAt: string;
  grant: Grant | null;
}

/** Why nothing plays: who watches may not any more, or something is broken. */
type Trouble = 'refused' | 'broken';

/** The level that hls.js chooses by itself. */
export const AUTOMATIC = -1;

interface Stream {
  levels: readonly Level[];
  trouble: Trouble | null;
  chooseLevel: (level: number) => void;
}

/** Attach hls.js to a media element. New access is used without a stop; another manifest starts it again. */
export function useHls(
  media: RefObject<HTMLVideoElement | null>,
  playback: Playback | null,
  renew: () => void,
): Stream {
  const [hls, setHls] = useState<Hls | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [access] = useState(() => new Access());
  const grant = useRef<Grant | null>(null);
  const urls = useRef(new Map<string, string>());
  const latestRenew = useRef(renew);
  const before = useRef({ seconds: -1, isPlaying: false });
  const manifest = playback?.manifest;

  useEffect(() => {
    latestRenew.current = renew;
    grant.current = playback?.grant ?? null;
    urls.current = new Map(playback?.files.map(({ name, url }) => [name, url]));
  });

  useEffect(() => {
    if (!playback) return;
    if (playback.grant) setCookies(playback.grant);
    return renewBefore(playback.expiresAt, () => latestRenew.current());
  }, [playback]);

  useEffect(() => {
    const element = media.current;
    if (!manifest || !element) return;
    let player: Hls | null = null;
    let isGone = false;
    void import('hls.js').then(({ default: Engine }) => {
      if (isGone) return;
      if (!Engine.isSupported()) {
        setTrouble('broken');
        return;
      }
      const findUrl = (name: string) => {
        const url = urls.current.get(name);
        return url ? access.find(url, grant.current) : undefined;
      };
      const actOnRefusal = () => {
        access.noteRefusal();
        latestRenew.current();
      };
      player = new Engine({
        startPosition: before.current.seconds,
        ...patientPolicies(Engine.DefaultConfig),
        enableWorker: false, // the page's policy allows no workers made of text
        xhrSetup: (request, url) => {
          request.open('GET', findUrl(nameOf(url)) ?? url, true);
          request.addEventListener('load', () => (isRefused(request.status) ? actOnRefusal() : undefined));
        },
      });
      player.on(Engine.Events.MANIFEST_PARSED, () => {
        setHls(player);
        if (before.current.isPlaying) play(element);
      });
      player.on(Engine.Events.FRAG_LOADED, () => access.noteSuccess());
      player.on(Engine.Events.ERROR, (_, { response, fatal }) => {
        if (fatal) setTrouble(isRefused(response?.code) ? 'refused' : 'broken');
      });
      // A viewer may have pressed play before there was anything to play: attaching would take that back.
      if (!element.paused) before.current.isPlaying = true;
      player.loadSource(findUrl(manifest) ?? '');
      player.attachMedia(element);
    });
    return () => {
      isGone = true;
      if (player) before.current = { seconds: element.currentTime, isPlaying: !element.paused };
      setHls(null);
      player?.destroy();
    };
  }, [access, manifest, media]);

  return { levels: hls?.levels ?? [], trouble, chooseLevel: (level) => (hls ? setNextLevel(hls, level) : undefined) };
}

/** Return the name of a file: hls.js resolves what playlists say against the address that it read them from. */
export function nameOf(url: string): string {
  return new URL(url).pathname.split('/').at(-1) ?? '';
}

function setNextLevel(hls: Hls, level: number) {
  hls.nextLevel = level;
}
