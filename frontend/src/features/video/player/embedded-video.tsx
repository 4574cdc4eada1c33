// A video in an article: its poster with a button, and the player once it is pressed; a sentence to those who can't watch it.
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '../../../shared/graphql/graphql';
import { isolate } from '../../../shared/text';
import { formatLength } from './format';
import { useMessages } from './messages/use-messages';
import './embedded-video.css';

const EmbeddedPlayer = lazy(async () => ({ default: (await import('./embedded-player')).EmbeddedPlayer }));

const EMBEDDED = graphql(`
  query EmbeddedVideo($id: ID!) {
    video(id: $id) {
      id
      title
      state
      width
      height
      duration
      posterUrl
    }
  }
`);

interface Props {
  id: string;
  startAt: number | null;
}

export function EmbeddedVideo({ id, startAt }: Props) {
  const messages = useMessages();
  // Not from the cache: it may have what was made private since, and posters whose signature has expired.
  const [{ data }] = useQuery({ query: EMBEDDED, variables: { id }, requestPolicy: 'network-only' });
  // Nothing is known: the address stays.
  if (!data) return null;
  // Private, deleted, never there: the API makes no difference, and neither does the page.
  if (!data.video) return <p className="embedded-video-away">{messages.cannotWatch}</p>;
  return (
    <div className="embedded-video">
      {data.video.state === 'LIVE' ? (
        <PosterOrPlayer video={data.video} startAt={startAt} />
      ) : (
        <p className="embedded-video-away">{messages.notLiveYet}</p>
      )}
      <Link to="/videos/$videoId" params={{ videoId: id }} search={startAt === null ? {} : { t: startAt }}>
        <bdi>{data.video.title}</bdi>
      </Link>
    </div>
  );
}

interface PosterProps {
  video: NonNullable<ResultOf<typeof EMBEDDED>['video']>;
  startAt: number | null;
}

function PosterOrPlayer({ video: { id, title, width, height, duration, posterUrl }, startAt }: PosterProps) {
  const messages = useMessages();
  const [isOpen, setIsOpen] = useState(false);
  const style = { aspectRatio: `${width ?? 16} / ${height ?? 9}` };
  if (isOpen)
    return (
      <Suspense fallback={<div className="embedded-video-poster" style={style} />}>
        <EmbeddedPlayer id={id} startAt={startAt} />
      </Suspense>
    );
  return (
    <button type="button" className="embedded-video-poster" style={style} onClick={() => setIsOpen(true)}>
      {posterUrl ? <img src={posterUrl} alt="" loading="lazy" /> : null}
      <span className="hidden">{messages.playVideo({ title: isolate(title) })}</span>{' '}
      <span className="embedded-video-sign">
        <span aria-hidden="true">▶</span> {duration ? formatLength(duration) : null}
      </span>
    </button>
  );
}
