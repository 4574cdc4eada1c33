// The places in view as a list: the map's accessible equivalent.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type FragmentOf, graphql, readFragment, type ResultOf } from '../../../shared/graphql/graphql';
import { Picture, PictureFields } from '../../../shared/ui/picture';
import { useMessages } from './messages/use-messages';
import { isolate, takeCharacters } from '../../../shared/text';
import './map-list.css';

export const MapPlaceFields = graphql(
  `
    fragment MapPlaceFields on Pin {
      id
      placeName
      post {
        id
        title
        author {
          id
          displayName
        }
        cover {
          ...PictureFields
        }
      }
      video {
        id
        title
        posterUrl
        owner {
          id
          displayName
        }
      }
      stream {
        id
        title
        state
        replay {
          seconds
        }
        owner {
          id
          displayName
        }
      }
    }
  `,
  [PictureFields],
);

type Masked = FragmentOf<typeof MapPlaceFields>;
type Place = ResultOf<typeof MapPlaceFields>;

interface Props {
  places: readonly (Masked & { id: string })[];
  onHighlight: (id: string) => void;
}

export function MapList({ places, onHighlight }: Props) {
  const messages = useMessages();
  return (
    <ul className="map-list" aria-label={messages.places}>
      {places.map((place) => (
        <li key={place.id} onPointerEnter={() => onHighlight(place.id)} onFocus={() => onHighlight(place.id)}>
          <MapPlace place={place} />
        </li>
      ))}
    </ul>
  );
}

export function MapPlace({ place: masked }: { place: Masked }) {
  const place = readFragment(MapPlaceFields, masked);
  if (place.post) return <MapPost {...place} post={place.post} />;
  if (place.video) return <MapVideo {...place} video={place.video} />;
  return place.stream ? <MapStream {...place} stream={place.stream} /> : null;
}

function MapPost({ post, placeName }: Place & { post: NonNullable<Place['post']> }) {
  return (
    <Link to="/posts/$postId" params={{ postId: post.id }} className="map-place">
      <span className="map-place-cover" aria-hidden="true">
        {post.cover ? <Picture photo={post.cover} sizes="72px" /> : takeCharacters(post.title, 1)}
      </span>
      <MapPlaceText title={post.title} placeName={placeName} author={post.author?.displayName} />
    </Link>
  );
}

function MapVideo({ video, placeName }: Place & { video: NonNullable<Place['video']> }) {
  return (
    <Link to="/videos/$videoId" params={{ videoId: video.id }} className="map-place">
      <span className="map-place-cover" aria-hidden="true">
        {video.posterUrl ? <img src={video.posterUrl} alt="" loading="lazy" /> : takeCharacters(video.title, 1)}
      </span>
      <MapPlaceText title={video.title} placeName={placeName} author={video.owner?.displayName} />
    </Link>
  );
}

function MapStream({ stream, placeName }: Place & { stream: NonNullable<Place['stream']> }) {
  const messages = useMessages();
  const kind = isLive(stream) ? messages.liveNow : stream.replay ? messages.replay : messages.livestream;
  return (
    <Link to="/live/$streamId" params={{ streamId: stream.id }} className="map-place">
      <span className="map-place-cover" aria-hidden="true">
        {takeCharacters(stream.title, 1)}
      </span>
      <MapPlaceText title={stream.title} placeName={placeName} author={stream.owner?.displayName}>
        <span className={isLive(stream) ? 'map-place-live' : undefined}>{kind}</span>
      </MapPlaceText>
    </Link>
  );
}

function isLive({ state }: NonNullable<Place['stream']>): boolean {
  return state === 'LIVE' || state === 'RECONNECTING';
}

interface TextProps {
  title: string;
  placeName: string | null;
  author: string | undefined;
  /** What else is to be said of it. */
  children?: ReactNode;
}

function MapPlaceText({ title, placeName, author, children }: TextProps) {
  const messages = useMessages();
  return (
    <span className="map-place-text">
      <strong dir="auto">{title}</strong>
      <span>{joinNames([placeName ?? messages.unnamedPlace, author], ' · ')}</span>
      {children}
    </span>
  );
}

/** Return a place's accessible name: the title of what is pinned there, that it is live, and the place's name. */
export function describePlace(masked: Masked, liveNow: string): string {
  const { placeName, post, video, stream } = readFragment(MapPlaceFields, masked);
  const mark = stream && isLive(stream) ? liveNow : null;
  return joinNames([post?.title ?? video?.title ?? stream?.title, mark, placeName], ', ');
}

/** Join names, each in its own direction. */
function joinNames(names: readonly (string | null | undefined)[], separator: string): string {
  return names.flatMap((name) => (name ? [isolate(name)] : [])).join(separator);
}
