// The places in view as a list: the map's accessible equivalent.
import { Link } from '@tanstack/react-router';
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
  return place.video ? <MapVideo {...place} video={place.video} /> : null;
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

interface TextProps {
  title: string;
  placeName: string | null;
  author: string | undefined;
}

function MapPlaceText({ title, placeName, author }: TextProps) {
  const messages = useMessages();
  return (
    <span className="map-place-text">
      <strong dir="auto">{title}</strong>
      <span>{joinNames([placeName ?? messages.unnamedPlace, author], ' · ')}</span>
    </span>
  );
}

/** Return a place's accessible name: the title of what is pinned there, and the place's name. */
export function describePlace(masked: Masked): string {
  const { placeName, post, video } = readFragment(MapPlaceFields, masked);
  return joinNames([post?.title ?? video?.title, placeName], ', ');
}

/** Join names, each in its own direction. */
function joinNames(names: readonly (string | null | undefined)[], separator: string): string {
  return names.flatMap((name) => (name ? [isolate(name)] : [])).join(separator);
}
