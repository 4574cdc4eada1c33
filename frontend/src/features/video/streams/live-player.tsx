// The player of a livestream: muted until the viewer asks for sound, because it plays by itself.
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Icon } from '../player/icons';
import { actOnPlayerKey, toggleFullscreen, toggleMute, togglePlay } from '../player/media-keys';
import { useMediaState } from '../player/use-media-state';
import { useView } from '../views/use-view';
import { useMessages } from './messages/use-messages';
import { useLiveHls } from './use-live-hls';
import '../player/player.css';
import './streams.css';

/** Nobody moves within a livestream, or changes its speed. */
const KEYS = [' ', 'k', 'm', 'p', 'f', 'ArrowUp', 'ArrowDown'];

interface Props {
  stream: { id: string; title: string; state: string; playbackUrl: string | null };
  renew: () => void;
}

export function LivePlayer({ stream: { id, title, state, playbackUrl }, renew }: Props) {
  const messages = useMessages();
  const media = useRef<HTMLVideoElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const round = useRound(state);
  const { canPlay, tryAgain } = useLiveHls(media, { url: playbackUrl, round, renew });
  useView(media, id, true);
  const { isPaused, isMuted } = useMediaState(media);

  function act(doIt: (video: HTMLVideoElement) => void) {
    if (media.current) doIt(media.current);
  }

  function actOn(event: KeyboardEvent<HTMLElement>) {
    if (KEYS.includes(event.key)) actOnPlayerKey(event, media.current);
  }

  return (
    <div>
      <div ref={frame} className="player" role="group" aria-label={messages.player({ title })} onKeyDown={actOn}>
        <video ref={media} className="live-video" playsInline muted tabIndex={-1} aria-label={title} />
        <div className="controls">
          <button type="button" aria-label={isPaused ? messages.play : messages.pause} onClick={() => act(togglePlay)}>
            <Icon name={isPaused ? 'play' : 'pause'} />
          </button>
          <button type="button" aria-label={isMuted ? messages.unmute : messages.mute} onClick={() => act(toggleMute)}>
            <Icon name={isMuted ? 'mute' : 'loud'} />
          </button>
          <button
            type="button"
            aria-label={messages.fullscreen}
            onClick={() => (frame.current ? void toggleFullscreen(frame.current) : undefined)}
          >
            <Icon name="fullscreen" />
          </button>
        </div>
      </div>
      {canPlay ? null : (
        <p className="problem" role="alert">
          {messages.cannotPlay}{' '}
          <button type="button" className="button" onClick={tryAgain}>
            {messages.tryAgain}
          </button>
        </p>
      )}
    </div>
  );
}

/** Count the times that a stream came back: each is another playlist under the same address. */
function useRound(state: string): number {
  const [round, setRound] = useState(0);
  const before = useRef(state);
  useEffect(() => {
    if (before.current === 'RECONNECTING' && state === 'LIVE') setRound((rounds) => rounds + 1);
    before.current = state;
  }, [state]);
  return round;
}
