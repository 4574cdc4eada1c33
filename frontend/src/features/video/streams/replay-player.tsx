// The player of a livestream that is over, with the controls of videos.
import { useEffect, useRef } from 'react';
import { Controls } from '../player/controls';
import { actOnPlayerKey, togglePlay } from '../player/media-keys';
import { readPosition, rememberPosition } from '../player/position';
import type { FolderGrant } from '../player/media-access';
import type { SettableReplayClock } from '../player/replay-clock';
import { AUTOMATIC } from '../player/use-hls';
import { useView } from '../views/use-view';
import { useMessages } from './messages/use-messages';
import { useReplayHls } from './use-replay-hls';
import '../player/player.css';
import './streams.css';

interface Props {
  stream: { id: string; title: string; replay: { url: string; grant: FolderGrant | null } | null };
  clock: SettableReplayClock;
  renew: () => void;
}

export function ReplayPlayer({ stream: { id, title, replay }, clock, renew }: Props) {
  const messages = useMessages();
  const media = useRef<HTMLVideoElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const hasStarted = useRef(false);
  const { canPlay, tryAgain } = useReplayHls(media, {
    streamId: id,
    url: replay?.url ?? '',
    grant: replay?.grant ?? null,
    clock,
    renew,
  });
  useView(media, id);

  useEffect(() => clock.follow(media), [clock]);

  function start(element: HTMLVideoElement) {
    if (hasStarted.current) return;
    hasStarted.current = true;
    element.currentTime = readPosition(id, element.duration);
  }

  return (
    <div>
      <div
        ref={frame}
        className="player"
        role="group"
        aria-label={messages.replay({ title })}
        onKeyDown={(event) => actOnPlayerKey(event, media.current)}
      >
        <video
          ref={media}
          className="live-video"
          playsInline
          tabIndex={-1}
          aria-label={title}
          onClick={({ currentTarget }) => togglePlay(currentTarget)}
          onLoadedMetadata={({ currentTarget }) => start(currentTarget)}
          onTimeUpdate={({ currentTarget }) => rememberPosition(id, currentTarget.currentTime)}
        />
        <Controls
          videoId={null}
          media={media}
          frame={frame}
          chapters={[]}
          levels={[]}
          level={AUTOMATIC}
          chooseLevel={() => undefined}
          areCaptionsShown={null}
          toggleCaptions={() => undefined}
        />
      </div>
      {canPlay ? null : (
        <p className="problem" role="alert">
          {messages.cannotReplay}{' '}
          <button
            type="button"
            className="button"
            onClick={() => {
              renew();
              tryAgain();
            }}
          >
            {messages.tryAgain}
          </button>
        </p>
      )}
    </div>
  );
}
