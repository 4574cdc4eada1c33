// The player's controls: seek, play, volume, speed, quality, picture in picture, full screen.
import type { Level } from 'hls.js';
import type { RefObject } from 'react';
import { type Chapter, findChapter } from './chapters';
import { formatLength } from './format';
import { Icon } from './icons';
import {
  RATES,
  seekTo,
  setRate,
  setVolume,
  toggleFullscreen,
  toggleMute,
  togglePictureInPicture,
  togglePlay,
} from './media-keys';
import { useMessages } from './messages/use-messages';
import { SeekBar } from './seek-bar';
import { AUTOMATIC } from './use-hls';
import { useMediaState } from './use-media-state';

interface Props {
  /** The video whose pictures are shown where the seek bar is pointed at; null where there are none. */
  videoId: string | null;
  media: RefObject<HTMLVideoElement | null>;
  /** What fills the screen. */
  frame: RefObject<HTMLDivElement | null>;
  chapters: readonly Chapter[];
  levels: readonly Level[];
  level: number;
  chooseLevel: (level: number) => void;
  /** Whether captions are shown; null if there are none. */
  areCaptionsShown: boolean | null;
  toggleCaptions: () => void;
}

export function Controls(props: Props) {
  const { videoId, media, frame, chapters, levels, level, chooseLevel, areCaptionsShown, toggleCaptions } = props;
  const messages = useMessages();
  const state = useMediaState(media);
  const onVideo = (act: (video: HTMLVideoElement) => void) => () => (media.current ? act(media.current) : undefined);
  const isSilent = state.isMuted || state.volume === 0;
  return (
    <div className="controls">
      <SeekBar
        videoId={videoId}
        state={state}
        chapters={chapters}
        seek={(seconds) => onVideo((video) => seekTo(video, seconds))()}
      />
      <button type="button" aria-label={state.isPaused ? messages.play : messages.pause} onClick={onVideo(togglePlay)}>
        <Icon name={state.isPaused ? 'play' : 'pause'} />
      </button>
      <button type="button" aria-label={isSilent ? messages.unmute : messages.mute} onClick={onVideo(toggleMute)}>
        <Icon name={isSilent ? 'mute' : 'loud'} />
      </button>
      <input
        type="range"
        className="controls-volume"
        aria-label={messages.volume}
        min={0}
        max={1}
        step={0.1}
        value={isSilent ? 0 : state.volume}
        onChange={({ target }) => onVideo((video) => setVolume(video, Number(target.value)))()}
      />
      <span className="controls-time">
        {formatLength(state.seconds)} / {formatLength(state.duration)}
      </span>
      <bdi className="controls-chapter">{findChapter(chapters, state.seconds)?.title}</bdi>
      <select
        aria-label={messages.speed}
        value={state.rate}
        onChange={({ target }) => onVideo((video) => setRate(video, Number(target.value)))()}
      >
        {RATES.map((rate) => (
          <option key={rate} value={rate}>{`${rate}×`}</option>
        ))}
      </select>
      <select aria-label={messages.quality} value={level} onChange={({ target }) => chooseLevel(Number(target.value))}>
        <option value={AUTOMATIC}>{messages.auto}</option>
        {levels.map(({ width, height }, number) => (
          <option key={height} value={number}>{`${Math.min(width, height)}p`}</option>
        ))}
      </select>
      {areCaptionsShown === null ? null : (
        <button type="button" aria-label={messages.captions} aria-pressed={areCaptionsShown} onClick={toggleCaptions}>
          <Icon name="captions" />
        </button>
      )}
      {document.pictureInPictureEnabled ? (
        <button
          type="button"
          aria-label={messages.pictureInPicture}
          onClick={onVideo((video) => void togglePictureInPicture(video))}
        >
          <Icon name="pictureInPicture" />
        </button>
      ) : null}
      {document.fullscreenEnabled ? (
        <button
          type="button"
          aria-label={messages.fullscreen}
          onClick={() => (frame.current ? void toggleFullscreen(frame.current) : undefined)}
        >
          <Icon name="fullscreen" />
        </button>
      ) : null}
    </div>
  );
}
