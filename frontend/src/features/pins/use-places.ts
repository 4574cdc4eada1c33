// The places of a view of the map: their cells and the first of them in one answer, so that count and list agree.
import { useMemo, useState } from 'react';
import { useClient, useQuery } from 'urql';
import { graphql, type ResultOf, type VariablesOf } from '../../shared/graphql/graphql';
import { say } from '../../shared/ui/notices';
import { messageOf } from '../../shared/ui/state';
import type { Size } from '../../shared/ui/use-size';
import type { Filters } from './map-filters';
import { MapPlaceFields } from './map-list';
import { boxAround, cellZoom, marksOf, type View, wholeCells, WORLD } from './map-view';

const PLACES = graphql(
  `
    query Places($bounds: BoundsInput!, $zoom: Int!, $filter: MapFilter) {
      mapCells(bounds: $bounds, zoom: $zoom, filter: $filter) {
        totalCount
        partial
        cells { id count position { latitude longitude } bounds { south west north east } }
      }
      mapPins(bounds: $bounds, zoom: $zoom, filter: $filter, first: 50) {
        edges { node { id position { latitude longitude } ...MapPlaceFields } }
        pageInfo { hasNextPage endCursor }
      }
    }
  `,
  [MapPlaceFields],
);
const MORE = graphql(
  `
    query MorePlaces($bounds: BoundsInput!, $zoom: Int!, $filter: MapFilter, $after: ID) {
      mapPins(bounds: $bounds, zoom: $zoom, filter: $filter, first: 50, after: $after) {
        edges { node { id position { latitude longitude } ...MapPlaceFields } }
        pageInfo { hasNextPage endCursor }
      }
    }
  `,
  [MapPlaceFields],
);

type Asked = VariablesOf<typeof PLACES>;
type Page = NonNullable<ResultOf<typeof PLACES>['mapPins']>;
export type Pin = NonNullable<Page['edges'][number]['node']>;

const NOTHING: Asked = { bounds: WORLD, zoom: 0, filter: null };
const NONE: readonly Pin[] = [];

/** Ask for the places of a view as large as that; nothing before the size is known. What was shown stays until its successor is here. */
export function usePlaces(view: View, size: Size | null, filters: Filters) {
  const client = useClient();
  const asked = useMemo(() => (size ? variablesOf(view, size, filters) : null), [view, size, filters]);
  const [{ data, error, fetching, operation }, again] = useQuery({ query: PLACES, variables: asked ?? NOTHING, pause: asked === null, requestPolicy: 'cache-and-network' });
  const first = data?.mapPins;
  const shown = operation?.variables ?? null;
  const [later, setLater] = useState<{ of: Page; pins: readonly Pin[]; end: string | null } | null>(null);
  const [isAsking, setAsking] = useState(false);

  const known = later?.of === first ? later : null;
  const end = known ? known.end : endOf(first);
  const pins = useMemo(() => [...pinsOf(first), ...(known?.pins ?? NONE)], [first, known]);
  const cells = data?.mapCells ?? null;
  const marks = useMemo(() => marksOf(cells?.cells ?? [], pins, view.zoom), [cells, pins, view.zoom]);

  async function more() {
    if (!first || !shown) return;
    setAsking(true);
    const answer = await client.query(MORE, { ...shown, after: end }).toPromise();
    setAsking(false);
    const next = answer.data?.mapPins;
    if (answer.error) say(messageOf(answer.error));
    if (next) setLater({ of: first, pins: [...(known?.pins ?? NONE), ...pinsOf(next)], end: endOf(next) });
  }

  return {
    cells,
    pins,
    marks,
    error,
    isBusy: asked === null || fetching || isAsking,
    retry: () => again({ requestPolicy: 'network-only' }),
    more: end ? () => void more() : null,
  };
}

function variablesOf(view: View, size: Size, { tag, following, since, until }: Filters): Asked {
  const zoom = cellZoom(view.zoom, size.width);
  const [first, last] = since && until && since > until ? [until, since] : [since, until];
  const filter = { tag: tag ?? null, scope: following ? ('FOLLOWING' as const) : ('ALL' as const), since: first ?? null, until: last ?? null };
  return { bounds: wholeCells(boxAround(view, size), zoom), zoom, filter };
}

function pinsOf(page: Page | null | undefined): readonly Pin[] {
  return page?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? NONE;
}

function endOf(page: Page | null | undefined): string | null {
  return page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
}
