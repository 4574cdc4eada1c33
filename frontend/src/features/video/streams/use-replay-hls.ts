// Plays a replay by hls.js: its playlist has names only, which are files of its own folder once it has moved there; before,
// addresses are asked for as the player comes to them.
import type Hls from 'hls.js';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import type { SettableReplayClock } from '../player/replay-clock';
import { isRefused, patientPolicies } from '../player/loading';
import { Access, type FolderGrant, renewBefore, setCookies, urlInFolder } from '../player/media-access';
import { nameOf } from '../player/use-hls';

const REPLAY_FILES = graphql(`
  query ReplayFiles($streamId: ID!, $names: [String!]!) {
    replayFiles(streamId: $streamId, names: $names) {
      name
      url
    }
  }
`);

/** How many files are asked for at once, in the order in which they are played. */
const AT_ONCE = 30;
/** An address is used for so long: a little less than it is valid. */
const LIFE = 240_000;

interface Replay {
  streamId: string;
  /** The signed address of the playlist. */
  url: string;
  /** Access to its own folder; null until it has one. */
  grant: FolderGrant | null;
  clock: SettableReplayClock;
  /** Read the stream again, past the cache: the right to watch it may be lost. */
  renew: () => void;
}

/** Attach hls.js to a media element; returns whether it can play, and a function that tries again. */
export function useReplayHls(
  media: RefObject<HTMLVideoElement | null>,
  { streamId, url, grant, clock, renew }: Replay,
): { canPlay: boolean; tryAgain: () => void } {
  const client = useClient();
  const [canPlay, setCanPlay] = useState(true);
  const [attempt, setAttempt] = useState(0);
  const [access] = useState(() => new Access());
  const latest = useRef({ url, grant, renew });

  useEffect(() => {
    latest.current = { url, grant, renew };
  });

  useEffect(() => {
    if (!grant) return;
    setCookies(grant);
    return renewBefore(grant.expiresAt, () => latest.current.renew());
  }, [grant]);

  useEffect(() => {
    const element = media.current;
    if (!element) return;
    let isGone = false;
    let player: Hls | null = null;
    let names: string[] = [];
    const answers = new Map<string, ReturnType<typeof sign>>();

    async function sign(files: string[]): Promise<Map<string, string>> {
      const { data, error } = await client
        .query(REPLAY_FILES, { streamId, names: files }, { requestPolicy: 'network-only' })
        .toPromise();
      if (!data?.replayFiles?.length) throw error ?? new Error('The replay may not be watched.');
      return new Map(data.replayFiles.map((file) => [file.name, file.url]));
    }

    /** Ask for the addresses of a file and of those that follow it. */
    function ask(name: string): ReturnType<typeof sign> {
      const start = names.indexOf(name);
      const unsigned = names.slice(start, start + AT_ONCE).filter((each) => !answers.has(each));
      const answer = sign(unsigned);
      const forget = () => {
        for (const each of unsigned) answers.delete(each);
      };
      for (const each of unsigned) answers.set(each, answer);
      answer.then(() => setTimeout(forget, LIFE), forget);
      return answer;
    }

    async function findAddress(name: string): Promise<string> {
      const { grant: current } = latest.current;
      if (current) return access.find(urlInFolder(current, name), current);
      const urls = await (answers.get(name) ?? ask(name));
      return urls.get(name) ?? '';
    }

    void import('hls.js').then(({ default: Engine }) => {
      if (isGone) return;
      if (!Engine.isSupported()) {
        setCanPlay(false);
        return;
      }
      player = new Engine({
        ...patientPolicies(Engine.DefaultConfig),
        enableWorker: false, // the page's policy allows no workers made of text
        xhrSetup: async (request, address) => {
          const name = nameOf(address);
          request.open('GET', names.includes(name) ? await findAddress(name) : address, true);
          request.addEventListener('load', () => (isRefused(request.status) ? access.noteRefusal() : undefined));
        },
      });
      player.on(Engine.Events.LEVEL_LOADED, (_, { details: { fragments } }) => {
        const files = fragments.flatMap(({ initSegment, relurl }) => [initSegment?.relurl, relurl]);
        names = [...new Set(files.filter((file) => typeof file === 'string'))];
        clock.setParts(fragments);
      });
      player.on(Engine.Events.MANIFEST_PARSED, () => setCanPlay(true));
      player.on(Engine.Events.FRAG_LOADED, () => access.noteSuccess());
      player.on(Engine.Events.ERROR, (_, { response, fatal }) => {
        if (isRefused(response?.code)) {
          answers.clear();
          latest.current.renew();
        }
        if (fatal) setCanPlay(false);
      });
      player.loadSource(access.find(latest.current.url, latest.current.grant));
      player.attachMedia(element);
    });
    return () => {
      isGone = true;
      player?.destroy();
    };
  }, [access, attempt, client, clock, media, streamId]);

  return { canPlay, tryAgain: () => setAttempt(attempt + 1) };
}
