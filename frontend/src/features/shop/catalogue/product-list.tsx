// A list of products, page by page: waiting, failed, empty or a grid.
import type { ReactNode } from 'react';
import type { CombinedError } from 'urql';
import type { FragmentOf } from '../../../shared/graphql/graphql';
import { readListState } from '../../../shared/graphql/list-state';
import { ListView } from '../../../shared/ui/list-view';
import { ShowMore } from '../../../shared/ui/show-more';
import { Loading } from '../../../shared/ui/state';
import { useMessages } from './messages/use-messages';
import { type ProductCardFields, ProductGrid } from './product-card';

interface Props {
  result: { fetching: boolean; stale: boolean; error?: CombinedError | undefined };
  products:
    | {
        edges: readonly { node: (FragmentOf<typeof ProductCardFields> & { id: string }) | null }[];
        pageInfo: { hasNextPage: boolean; endCursor: string | null };
      }
    | null
    | undefined;
  empty: ReactNode;
  retry: () => void;
  showNext: (after: string | null) => void;
}

export function ProductList({ result, products, empty, retry, showNext }: Props) {
  const messages = useMessages();
  return (
    <ListView
      list={readListState(result, products)}
      waiting={<Loading what={messages.loading} />}
      empty={empty}
      retry={retry}
    >
      {(items, pageInfo) => (
        <>
          <ProductGrid products={items} />
          <ShowMore pageInfo={pageInfo} isBusy={result.fetching} showNext={showNext}>
            {messages.showMore}
          </ShowMore>
        </>
      )}
    </ListView>
  );
}
