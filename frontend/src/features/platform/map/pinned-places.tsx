// Pinned places on a small map and as a list.
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { Loading } from '../../../shared/ui/state';
import { useMessages } from './messages/use-messages';

const WorldMap = lazy(async () => ({ default: (await import('./map')).WorldMap }));

interface Props {
  title: string;
  pins: readonly { id: string; placeName: string | null; position: { latitude: number; longitude: number } }[];
}

export function Places({ title, pins }: Props) {
  const messages = useMessages();
  if (pins.length === 0) return null;
  const spots = pins.map(({ id, placeName, position }) => ({ id, title: placeName ?? title, ...position }));
  return (
    <section className="article-places" aria-label={messages.pinnedPlaces}>
      <div className="article-map">
        <Suspense fallback={<Loading what={messages.loadingMap} />}>
          <WorldMap spots={spots} label={messages.mapOf({ title })} />
        </Suspense>
      </div>
      <ul>
        {pins.map(({ id, placeName, position }) => (
          <li key={id}>
            <Link to="/map" search={{ lat: position.latitude, lng: position.longitude, z: 6 }}>
              <bdi>{placeName ?? messages.unnamedPlace}</bdi>
            </Link>{' '}
            <small>
              {position.latitude.toFixed(2)}°, {position.longitude.toFixed(2)}°
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}
