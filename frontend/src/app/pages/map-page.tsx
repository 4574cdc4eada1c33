// The map of all that was pinned, and beside it the same places as a list; where one looks stands in the address.
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { type Box, type View, WorldMap } from '../../features/pins/map';
import { graphql } from '../../shared/graphql/graphql';
import { Failed, Waiting } from '../../shared/ui/state';
import './map-page.css';

const PINS = graphql(`
  query PinsIn($bounds: BoundsInput!) {
    pinsIn(bounds: $bounds, first: 100) {
      edges { node { id placeName position { latitude longitude } post { id title author { id displayName } } } }
      pageInfo { hasNextPage partial }
    }
  }
`);

export interface MapSearch {
  lat?: number | undefined;
  lng?: number | undefined;
  z?: number | undefined;
}

const WORLD: Box = { south: -90, west: -180, north: 90, east: 180 };

export function MapPage() {
  const search: MapSearch = useSearch({ from: '/shell/map' });
  const navigate = useNavigate();
  const [bounds, setBounds] = useState<Box>(WORLD);
  const [{ data, error, fetching }, again] = useQuery({ query: PINS, variables: { bounds } });
  const pins = useMemo(() => data?.pinsIn?.edges.flatMap(({ node }) => (node?.post ? [{ ...node, post: node.post }] : [])) ?? [], [data]);
  const spots = useMemo(() => pins.map(({ id, placeName, position, post }) => ({ id, title: `${post.title}, ${placeName ?? ''}`, ...position })), [pins]);

  function look(view: View, box: Box) {
    setBounds(box);
    const rounded = (value: number) => Math.round(value * 1000) / 1000;
    const at = { lat: rounded(view.latitude), lng: rounded(view.longitude), z: Math.round(view.zoom * 10) / 10 };
    void navigate({ to: '/map', search: at, replace: true });
  }

  function open(id: string) {
    const post = pins.find((pin) => pin.id === id)?.post;
    if (post) void navigate({ to: '/posts/$postId', params: { postId: post.id } });
  }

  return (
    <main className="atlas">
      <title>Map · Waymark</title>
      <h1 className="hidden">Map</h1>
      <div className="atlas-map">
        <WorldMap spots={spots} label="Map of the articles' places; the same places stand in the list" view={viewOf(search)} onMove={look} onChoose={open} />
      </div>
      <section className="atlas-list" aria-labelledby="atlas-title">
        <h2 id="atlas-title" aria-live="polite">
          {pins.length === 1 ? '1 place in view' : `${pins.length}${data?.pinsIn?.pageInfo.hasNextPage ? '+' : ''} places in view`}
        </h2>
        {error ? <Failed error={error} retry={() => again({ requestPolicy: 'network-only' })} /> : null}
        {fetching && !data ? <Waiting what="Looking around" /> : null}
        {data && pins.length === 0 ? <p>Nothing is pinned here. Move the map, or zoom out.</p> : null}
        <ul>
          {pins.map(({ id, placeName, post }) => (
            <li key={id}>
              <Link to="/posts/$postId" params={{ postId: post.id }}>
                <strong>{post.title}</strong>
                <span>
                  {placeName ?? 'A place without a name'}
                  {post.author ? ` · ${post.author.displayName}` : ''}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </section>
    </main>
  );
}

function viewOf({ lat, lng, z }: MapSearch): View | undefined {
  if (lat === undefined || lng === undefined) return undefined;
  return { latitude: lat, longitude: lng, zoom: z ?? 5 };
}
