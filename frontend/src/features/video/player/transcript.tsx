// What is said in a video, to read and to jump by.
import type { RefObject } from 'react';
import { type Cue, findCue } from './cues';
import { formatLength } from './format';
import { seekTo } from './media-keys';
import { useMessages } from './messages/use-messages';
import { useMediaState } from './use-media-state';

interface Props {
  cues: readonly Cue[];
  language: string;
  media: RefObject<HTMLVideoElement | null>;
}

export function Transcript({ cues, language, isAutomatic, media }: Props & { isAutomatic: boolean }) {
  const messages = useMessages();
  const { seconds } = useMediaState(media);
  const current = findCue(cues, seconds);
  return (
    <details className="transcript">
      <summary>{messages.transcript}</summary>
      <p>
        {isAutomatic ? `${messages.transcriptNote} ` : null}
        {messages.transcriptHint}
      </p>
      <ol lang={language}>
        {cues.map((cue) => (
          <li key={cue.start}>
            <button
              type="button"
              aria-current={cue === current || undefined}
              onClick={() => (media.current ? seekTo(media.current, cue.start) : undefined)}
            >
              {formatLength(cue.start)} <bdi>{cue.text}</bdi>
            </button>
          </li>
        ))}
      </ol>
    </details>
  );
}

/** The words of this moment, over the picture. */
export function CurrentCue({ cues, language, media }: Props) {
  const { seconds } = useMediaState(media);
  const cue = findCue(cues, seconds);
  return cue ? (
    <p className="player-cue" lang={language} dir="auto">
      {cue.text}
    </p>
  ) : null;
}
