// A product in a list: its picture, what it is, its lowest price, and whether it is scarce; and a grid of them.
import { Link } from '@tanstack/react-router';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { takeCharacters } from '../../../shared/text';
import { Picture, PictureFields } from '../../../shared/ui/picture';
import { describeScarcity } from './availability';
import { useMessages } from './messages/use-messages';
import { formatMoney } from './money';
import './product-card.css';

export const ProductCardFields = graphql(
  `
    fragment ProductCardFields on Product {
      id
      type
      title
      priceFrom {
        amount
        currency
      }
      variants {
        id
        availability
        startsAt
        price {
          amount
        }
      }
      seller {
        id
        displayName
      }
      photo {
        id
        ...PictureFields
      }
    }
  `,
  [PictureFields],
);

type MaskedProduct = FragmentOf<typeof ProductCardFields> & { id: string };

export function ProductGrid({ products }: { products: readonly MaskedProduct[] }) {
  return (
    <ul className="product-grid">
      {products.map((product) => (
        <li key={product.id}>
          <ProductCard product={product} />
        </li>
      ))}
    </ul>
  );
}

function ProductCard({ product: masked }: { product: MaskedProduct }) {
  const messages = useMessages();
  const { id, type, title, priceFrom, variants, seller, photo } = readFragment(ProductCardFields, masked);
  const scarcity = describeScarcity(variants, messages);
  const price = priceFrom ? formatMoney(priceFrom) : null;
  const hasOnePrice = variants.every((each) => each.price.amount === priceFrom?.amount);
  return (
    <article className="product-card">
      <Link to="/products/$productId" params={{ productId: id }}>
        <span className={`product-card-picture product-${type.toLowerCase()}`} aria-hidden="true">
          {photo ? (
            <Picture photo={photo} sizes="(max-width: 40rem) 50vw, 260px" />
          ) : (
            <span className="card-blank">{takeCharacters(title, 1)}</span>
          )}
        </span>
        <span className="product-card-kind">{messages[type]}</span>
        <strong dir="auto">{title}</strong>
      </Link>
      <p>
        {price ? <span>{hasOnePrice ? price : messages.from({ price })}</span> : null}
        {seller ? <bdi className="product-card-seller">{seller.displayName}</bdi> : null}
        {scarcity ? <span className="product-scarce">{scarcity}</span> : null}
      </p>
    </article>
  );
}
