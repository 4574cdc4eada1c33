// A video in a list: its poster with its length, its title and who uploaded it; and a grid of them.
import { Link } from '@tanstack/react-router';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { formatLength } from '../player/format';
import { useMessages } from './messages/use-messages';
import './videos.css';

export const VideoCardFields = graphql(`
  fragment VideoCardFields on Video {
    id
    title
    duration
    posterUrl
    counts {
      views
    }
    owner {
      id
      displayName
    }
  }
`);

type MaskedVideo = FragmentOf<typeof VideoCardFields> & { id: string };

export function VideoGrid({ videos }: { videos: readonly MaskedVideo[] }) {
  return (
    <ul className="video-grid">
      {videos.map((video) => (
        <li key={video.id}>
          <VideoCard video={video} />
        </li>
      ))}
    </ul>
  );
}

function VideoCard({ video: masked }: { video: MaskedVideo }) {
  const messages = useMessages();
  const { id, title, duration, posterUrl, counts, owner } = readFragment(VideoCardFields, masked);
  return (
    <Link to="/videos/$videoId" params={{ videoId: id }} className="video-card">
      <span className="video-card-poster">
        {posterUrl ? <img src={posterUrl} alt="" loading="lazy" /> : null}
        {duration ? <span className="video-card-length">{formatLength(duration)}</span> : null}
      </span>
      <strong dir="auto">{title}</strong>
      {owner ? <bdi className="video-card-owner">{owner.displayName}</bdi> : null}
      <span>{messages.views({ count: counts.views })}</span>
    </Link>
  );
}
