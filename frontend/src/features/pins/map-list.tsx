// The places in view as a list: the map's twin for everybody who does not see it, in the same order for all.
import { Link } from '@tanstack/react-router';
import { type FragmentOf, graphql, readFragment } from '../../shared/graphql/graphql';
import { Picture, PictureFields } from '../../shared/ui/picture';
import { useWords } from './messages/words';
import './map-list.css';

export const MapPlaceFields = graphql(
  `
    fragment MapPlaceFields on Pin {
      id
      placeName
      post { id title author { id displayName } cover { ...PictureFields } }
    }
  `,
  [PictureFields],
);

type Masked = FragmentOf<typeof MapPlaceFields>;

interface Props {
  places: readonly (Masked & { id: string })[];
  onPoint: (id: string) => void;
}

export function MapList({ places, onPoint }: Props) {
  const words = useWords();
  return (
    <ul className="map-list" aria-label={words.places}>
      {places.map((place) => (
        <li key={place.id} onPointerEnter={() => onPoint(place.id)} onFocus={() => onPoint(place.id)}>
          <MapPlace place={place} />
        </li>
      ))}
    </ul>
  );
}

export function MapPlace({ place: masked }: { place: Masked }) {
  const words = useWords();
  const { placeName, post } = readFragment(MapPlaceFields, masked);
  if (!post) return null;
  return (
    <Link to="/posts/$postId" params={{ postId: post.id }} className="map-place">
      <span className="map-place-cover" aria-hidden="true">
        {post.cover ? <Picture photo={post.cover} sizes="72px" /> : post.title.slice(0, 1)}
      </span>
      <span className="map-place-text">
        <strong>{post.title}</strong>
        <span>{[placeName ?? words.noName, post.author?.displayName].filter(Boolean).join(' · ')}</span>
      </span>
    </Link>
  );
}

/** The title of a place, for those who hear it: the article's, and where it is. */
export function titleOf(masked: Masked): string {
  const { placeName, post } = readFragment(MapPlaceFields, masked);
  return [post?.title, placeName].filter(Boolean).join(', ');
}
