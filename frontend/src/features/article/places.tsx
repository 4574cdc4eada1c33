// The places something is about, on a small map and by name.
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { Waiting } from '../../shared/ui/state';
import { useWords } from './messages/words';

const WorldMap = lazy(async () => ({ default: (await import('../pins/map')).WorldMap }));

interface Props {
  title: string;
  pins: readonly { id: string; placeName: string | null; position: { latitude: number; longitude: number } }[];
}

export function Places({ title, pins }: Props) {
  const words = useWords();
  if (pins.length === 0) return null;
  const spots = pins.map(({ id, placeName, position }) => ({ id, title: placeName ?? title, ...position }));
  return (
    <section className="article-places" aria-label={words.places}>
      <div className="article-map">
        <Suspense fallback={<Waiting what={words.drawing} />}>
          <WorldMap spots={spots} label={words.where({ title })} />
        </Suspense>
      </div>
      <ul>
        {pins.map(({ id, placeName, position }) => (
          <li key={id}>
            <Link to="/map" search={{ lat: position.latitude, lng: position.longitude, z: 6 }}>
              {placeName ?? words.nameless}
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
