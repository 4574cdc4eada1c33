// What a person has for sale.
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useMessages } from '../../features/shop/catalogue/messages/use-messages';
import { ProductCardFields } from '../../features/shop/catalogue/product-card';
import { ProductList } from '../../features/shop/catalogue/product-list';
import { useMessages as useUserMessages } from '../../features/platform/users/messages/use-messages';
import { graphql } from '../../shared/graphql/graphql';
import { isolate } from '../../shared/text';
import { Avatar, AvatarFields } from '../../shared/ui/avatar';
import { EmptyState, ErrorState, Loading, StatePage } from '../../shared/ui/state';
import '../../features/platform/users/users.css';

const PERSON_SHOP = graphql(
  `
    query PersonShop($handle: String!, $after: ID) {
      user(handle: $handle) {
        id
        handle
        displayName
        products(first: 24, after: $after) {
          edges {
            node {
              id
              ...ProductCardFields
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
        ...AvatarFields
      }
    }
  `,
  [AvatarFields, ProductCardFields],
);
const route = getRouteApi('/shell/people/$handle/shop');

export function PersonShopPage() {
  const messages = useMessages();
  const userMessages = useUserMessages();
  const { handle } = route.useParams();
  const [after, setAfter] = useState<string | null>(null);
  const [result, refetch] = useQuery({ query: PERSON_SHOP, variables: { handle, after } });
  const { data, error, fetching } = result;
  const user = data?.user;
  const reload = () => refetch({ requestPolicy: 'network-only' });
  if (!user && (error || fetching))
    return (
      <StatePage name={messages.shop}>
        {error ? <ErrorState isPage error={error} retry={reload} /> : <Loading what={messages.loading} />}
      </StatePage>
    );
  if (!user)
    return (
      <EmptyState title={userMessages.notFound({ handle })} isPage>
        <Link to="/shop" className="button">
          {messages.browse}
        </Link>
      </EmptyState>
    );
  const name = isolate(user.displayName);
  return (
    <div className="page">
      <title>{`${messages.shopOf({ name })} · Waymark`}</title>
      <header className="person-head">
        <Avatar user={user} size={64} />
        <div className="person-words">
          <h1>{messages.shopOf({ name })}</h1>
          <p>
            <Link to="/people/$handle" params={{ handle: user.handle }}>
              @{user.handle}
            </Link>
          </p>
        </div>
      </header>
      <ProductList
        result={result}
        products={user.products}
        empty={<EmptyState title={messages.emptyOfPerson({ name })} />}
        retry={reload}
        showNext={setAfter}
      />
    </div>
  );
}
