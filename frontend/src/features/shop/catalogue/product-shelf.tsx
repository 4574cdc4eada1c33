// What is for sale of an article, a photo, a place or a person: a titled section that is absent while there is nothing.
import { type ReactNode, useId } from 'react';
import { useQuery } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { useMessages } from './messages/use-messages';
import { ProductCardFields, ProductGrid } from './product-card';
import './product-shelf.css';

export const ProductShelfFields = graphql(
  `
    fragment ProductShelfFields on ProductConnection {
      edges {
        node {
          id
          ...ProductCardFields
        }
      }
    }
  `,
  [ProductCardFields],
);

const PRODUCTS_OF_ARTICLE = graphql(
  `
    query ProductsOfArticle($id: ID!) {
      products(madeFrom: $id, first: 12) {
        ...ProductShelfFields
      }
    }
  `,
  [ProductShelfFields],
);

/** What is made from an article; a request of its own, so that the article does not wait for it. */
export function ArticleProducts({ postId }: { postId: string }) {
  const [{ data }] = useQuery({ query: PRODUCTS_OF_ARTICLE, variables: { id: postId } });
  return <ProductShelf products={data?.products} />;
}

interface Props {
  products: FragmentOf<typeof ProductShelfFields> | null | undefined;
  /** Shown beside the title, such as a link to more. */
  children?: ReactNode;
}

export function ProductShelf({ products: masked, children }: Props) {
  const messages = useMessages();
  const id = useId();
  const products = readFragment(ProductShelfFields, masked)?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
  if (products.length === 0 && !children) return null;
  return (
    <section className="product-shelf" aria-labelledby={id}>
      <header>
        <h2 id={id}>{messages.forSale}</h2>
        {children}
      </header>
      {products.length > 0 ? <ProductGrid products={products} /> : null}
    </section>
  );
}
