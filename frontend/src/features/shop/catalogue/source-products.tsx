// What is for sale of one photo, or of an article whose place is chosen on the map: a short list of links.
import { Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { useMessages } from './messages/use-messages';
import { formatMoney } from './money';
import './source-products.css';

const ProductLinkFields = graphql(`
  fragment ProductLinkFields on Product @_unmask {
    id
    type
    title
    priceFrom {
      amount
      currency
    }
  }
`);
const PRODUCTS_OF_SOURCE = graphql(
  `
    query ProductsOfSource($id: ID!) {
      products(madeFrom: $id, first: 4) {
        edges {
          node {
            ...ProductLinkFields
          }
        }
      }
    }
  `,
  [ProductLinkFields],
);

export function SourceProducts({ sourceId }: { sourceId: string }) {
  const messages = useMessages();
  const [{ data }] = useQuery({ query: PRODUCTS_OF_SOURCE, variables: { id: sourceId } });
  const shownProducts = data?.products?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
  if (shownProducts.length === 0) return null;
  return (
    <ul className="product-links" aria-label={messages.forSale}>
      {shownProducts.map(({ id, type, title, priceFrom }) => (
        <li key={id}>
          <Link to="/products/$productId" params={{ productId: id }}>
            <bdi>{title}</bdi>
          </Link>{' '}
          <small>
            {messages[type]}
            {priceFrom ? ` · ${messages.from({ price: formatMoney(priceFrom) })}` : null}
          </small>
        </li>
      ))}
    </ul>
  );
}
