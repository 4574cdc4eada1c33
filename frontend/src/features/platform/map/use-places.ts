// The places in a view: cells and pins from one response, so that count and list agree.
import { useMemo, useState } from 'react';
import { useClient, useQuery } from 'urql';
import { graphql, type ResultOf, type VariablesOf } from '../../../shared/graphql/graphql';
import { notify } from '../../../shared/ui/notices';
import { describeError } from '../../../shared/ui/state';
import type { Size } from '../../../shared/ui/use-size';
import type { Filters } from './map-filters';
import { MapPlaceFields } from './map-list';
import { getVisibleBox, getCellZoom, createMarks, type View, snapToCells, WORLD } from './map-view';

const PLACES = graphql(
  `
    query Places($bounds: BoundsInput!, $zoom: Int!, $filter: MapFilter) {
      mapCells(bounds: $bounds, zoom: $zoom, filter: $filter) {
        totalCount
        partial
        cells {
          id
          count
          position {
            latitude
            longitude
          }
          bounds {
            south
            west
            north
            east
          }
        }
      }
      mapPins(bounds: $bounds, zoom: $zoom, filter: $filter, first: 50) {
        edges {
          node {
            id
            subjectId
            position {
              latitude
              longitude
            }
            ...MapPlaceFields
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `,
  [MapPlaceFields],
);
const MORE = graphql(
  `
    query MorePlaces($bounds: BoundsInput!, $zoom: Int!, $filter: MapFilter, $after: ID) {
      mapPins(bounds: $bounds, zoom: $zoom, filter: $filter, first: 50, after: $after) {
        edges {
          node {
            id
            subjectId
            position {
              latitude
              longitude
            }
            ...MapPlaceFields
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `,
  [MapPlaceFields],
);

type PlacesVariables = VariablesOf<typeof PLACES>;
type Page = NonNullable<ResultOf<typeof PLACES>['mapPins']>;
export type Pin = NonNullable<Page['edges'][number]['node']>;

/** The pages after the first one. They hold while it ends where it did, even if the cache learns more of what it shows. */
interface MorePins {
  after: string;
  pins: readonly Pin[];
  end: string | null;
}

const NO_VARIABLES: PlacesVariables = { bounds: WORLD, zoom: 0, filter: null };
const NO_PINS: readonly Pin[] = [];

/** Query the places of a view. Waits for the map's size; the last result stays until the next one arrives. */
export function usePlaces(view: View, size: Size | null, filters: Filters) {
  const client = useClient();
  const variables = useMemo(() => (size ? createVariables(view, size, filters) : null), [view, size, filters]);
  const [{ data, error, fetching, operation }, refetch] = useQuery({
    query: PLACES,
    variables: variables ?? NO_VARIABLES,
    pause: variables === null,
    requestPolicy: 'cache-and-network',
  });
  const first = data?.mapPins;
  const shown = operation?.variables ?? null;
  const [morePins, setMorePins] = useState<MorePins | null>(null);
  const [isLoadingMore, setLoadingMore] = useState(false);

  const firstEnd = getEndCursor(first);
  const loadedPins = morePins && morePins.after === firstEnd ? morePins : null;
  const end = loadedPins ? loadedPins.end : firstEnd;
  const pins = useMemo(() => [...getPins(first), ...(loadedPins?.pins ?? NO_PINS)], [first, loadedPins]);
  const cells = data?.mapCells ?? null;
  const marks = useMemo(() => createMarks(cells?.cells ?? [], pins, view.zoom), [cells, pins, view.zoom]);

  async function loadMore() {
    if (firstEnd === null || !shown) return;
    setLoadingMore(true);
    const answer = await client.query(MORE, { ...shown, after: end }).toPromise();
    setLoadingMore(false);
    const next = answer.data?.mapPins;
    if (answer.error) notify(describeError(answer.error));
    if (next)
      setMorePins({
        after: firstEnd,
        pins: [...(loadedPins?.pins ?? NO_PINS), ...getPins(next)],
        end: getEndCursor(next),
      });
  }

  return {
    cells,
    pins,
    marks,
    error,
    isBusy: variables === null || fetching || isLoadingMore,
    retry: () => refetch({ requestPolicy: 'network-only' }),
    more: end ? () => void loadMore() : null,
  };
}

function createVariables(view: View, size: Size, { tag, following, since, until }: Filters): PlacesVariables {
  const zoom = getCellZoom(view.zoom, size.width);
  const [first, last] = since && until && since > until ? [until, since] : [since, until];
  const filter = {
    tag: tag ?? null,
    scope: following ? ('FOLLOWING' as const) : ('ALL' as const),
    since: first ?? null,
    until: last ?? null,
  };
  return { bounds: snapToCells(getVisibleBox(view, size), zoom), zoom, filter };
}

function getPins(page: Page | null | undefined): readonly Pin[] {
  return page?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? NO_PINS;
}

function getEndCursor(page: Page | null | undefined): string | null {
  return page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
}
