// A video with its controls: by pointer and by keyboard, from where the viewer was.
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { Controls } from './controls';
import { actOnPlayerKey, togglePlay } from './media-keys';
import { useMessages } from './messages/use-messages';
import { readPosition, rememberPosition } from './position';
import { CurrentCue, Transcript } from './transcript';
import { useCaptions } from './use-captions';
import { useView } from '../views/use-view';
import { AUTOMATIC, useHls } from './use-hls';
import './player.css';

export const PlayerFields = graphql(`
  fragment PlayerFields on Video {
    id
    title
    width
    height
    posterUrl
    chapters {
      seconds
      title
    }
    captions {
      language
      url
      isAutomatic
    }
    playback {
      manifest
      files {
        name
        url
      }
      expiresAt
      grant {
        path
        cookies {
          name
          value
        }
        expiresAt
      }
    }
  }
`);

/** Controls hide when nobody has moved for so long. */
const HIDE_AFTER = 3000;

interface Props {
  video: FragmentOf<typeof PlayerFields>;
  media: RefObject<HTMLVideoElement | null>;
  /** The second to start at; null continues where the viewer was. */
  startAt: number | null;
  /** Ask for new addresses, past the cache. */
  renew: () => void;
}

export function Player({ video: masked, media, startAt, renew }: Props) {
  const video = readFragment(PlayerFields, masked);
  const messages = useMessages();
  const frame = useRef<HTMLDivElement>(null);
  const hasStarted = useRef(false);
  const [level, setLevel] = useState(AUTOMATIC);
  const { levels, trouble, chooseLevel } = useHls(media, video.playback, renew);
  useView(media, video.id);
  const [isIdle, notice] = useIdle(media);
  const [captions] = video.captions;
  const { cues, areShown, toggle } = useCaptions(captions?.url);
  const spoken = captions && cues.length > 0 ? { cues, ...captions, media } : null;

  function start(element: HTMLVideoElement) {
    if (hasStarted.current) return;
    hasStarted.current = true;
    element.currentTime = startAt ?? readPosition(video.id, element.duration);
  }

  function actOn(event: KeyboardEvent<HTMLElement>) {
    notice();
    actOnPlayerKey(event, media.current, spoken ? { c: toggle } : {});
  }

  return (
    <div>
      <div
        ref={frame}
        className="player"
        role="group"
        aria-label={messages.player({ title: video.title })}
        data-idle={isIdle || undefined}
        onKeyDown={actOn}
        onPointerMove={notice}
        onFocus={notice}
      >
        <video
          ref={media}
          playsInline
          tabIndex={-1}
          aria-label={video.title}
          poster={video.posterUrl ?? undefined}
          style={{ aspectRatio: `${video.width ?? 16} / ${video.height ?? 9}` }}
          onClick={({ currentTarget }) => togglePlay(currentTarget)}
          onPlay={notice}
          onPause={notice}
          onLoadedMetadata={({ currentTarget }) => start(currentTarget)}
          onTimeUpdate={({ currentTarget }) => rememberPosition(video.id, currentTarget.currentTime)}
        />
        {spoken && areShown ? <CurrentCue {...spoken} /> : null}
        <Controls
          videoId={video.id}
          media={media}
          frame={frame}
          chapters={video.chapters}
          levels={levels}
          level={level}
          chooseLevel={(chosen) => {
            setLevel(chosen);
            chooseLevel(chosen);
          }}
          areCaptionsShown={spoken ? areShown : null}
          toggleCaptions={toggle}
        />
      </div>
      {trouble ? (
        <p className="problem" role="alert">
          {trouble === 'refused' ? messages.lost : messages.cannotPlay}
        </p>
      ) : null}
      {spoken ? <Transcript {...spoken} /> : null}
    </div>
  );
}

/** Return whether nobody has moved for a while as the video plays, and a function that says somebody did. */
function useIdle(media: RefObject<HTMLVideoElement | null>): [boolean, () => void] {
  const [isIdle, setIsIdle] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  function notice() {
    clearTimeout(timer.current);
    setIsIdle(false);
    timer.current = setTimeout(() => setIsIdle(media.current?.paused === false), HIDE_AFTER);
  }

  return [isIdle, notice];
}
