// The bar that seeks: how much is played and loaded, where chapters begin, and a picture of the second pointed at.
import { type PointerEvent, useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { type Chapter, findChapter } from './chapters';
import { formatLength } from './format';
import { useMessages } from './messages/use-messages';
import type { MediaState } from './use-media-state';

const STORYBOARD = graphql(`
  query VideoStoryboard($id: ID!) {
    video(id: $id) {
      id
      storyboard {
        secondsBetween
        urls
      }
    }
  }
`);

interface Props {
  videoId: string | null;
  state: MediaState;
  chapters: readonly Chapter[];
  seek: (seconds: number) => void;
}

export function SeekBar({ videoId, state: { seconds, duration, loadedTo }, chapters, seek }: Props) {
  const messages = useMessages();
  const [pointedAt, setPointedAt] = useState<number | null>(null);
  const percentOf = (moment: number) => `${duration ? (moment / duration) * 100 : 0}%`;

  function point({ clientX, currentTarget }: PointerEvent<HTMLElement>) {
    const { left, width } = currentTarget.getBoundingClientRect();
    setPointedAt(Math.min(Math.max((clientX - left) / width, 0), 1) * duration);
  }

  return (
    <div className="seek" onPointerMove={point} onPointerLeave={() => setPointedAt(null)}>
      <span className="seek-loaded" style={{ inlineSize: percentOf(loadedTo) }} />
      <span className="seek-played" style={{ inlineSize: percentOf(seconds) }} />
      {chapters.slice(1).map((chapter) => (
        <span key={chapter.seconds} className="seek-chapter" style={{ insetInlineStart: percentOf(chapter.seconds) }} />
      ))}
      <input
        type="range"
        aria-label={messages.seek}
        aria-valuetext={messages.position({ now: formatLength(seconds), whole: formatLength(duration) })}
        min={0}
        max={duration}
        step="any"
        value={seconds}
        onChange={({ target }) => seek(Number(target.value))}
      />
      {pointedAt !== null && duration > 0 ? (
        <div className="seek-preview" style={{ insetInlineStart: percentOf(pointedAt) }}>
          {videoId ? <Preview videoId={videoId} seconds={pointedAt} /> : null}
          <span>{findChapter(chapters, pointedAt)?.title}</span>
          <span>{formatLength(pointedAt)}</span>
        </div>
      ) : null}
    </div>
  );
}

/** The picture of a moment; it is asked for when somebody points at the bar for the first time. */
function Preview({ videoId, seconds }: { videoId: string; seconds: number }) {
  const [{ data }] = useQuery({ query: STORYBOARD, variables: { id: videoId } });
  const storyboard = data?.video?.storyboard;
  const url = storyboard?.urls[Math.min(Math.floor(seconds / storyboard.secondsBetween), storyboard.urls.length - 1)];
  return url ? <img src={url} alt="" /> : null;
}
