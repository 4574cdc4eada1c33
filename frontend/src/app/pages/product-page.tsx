// A product: its picture, what to choose from, who sells it and where it comes from, likes and comments, all live.
import { getRouteApi, Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { Comments } from '../../features/platform/comments/comments';
import { ON_LIKES } from '../../features/platform/likes/events';
import { LikeButton } from '../../features/platform/likes/like-button';
import { Likers } from '../../features/platform/likes/likers';
import { Places } from '../../features/platform/map/pinned-places';
import { Share } from '../../features/platform/sharing/share';
import { AddToCart } from '../../features/shop/carts/add-to-cart';
import { useMessages } from '../../features/shop/catalogue/messages/use-messages';
import { PRODUCT_COMMENTS, PRODUCT_LIKERS } from '../../features/shop/catalogue/product-reactions';
import { VariantChoiceFields } from '../../features/shop/catalogue/variant-choice';
import { graphql, type ResultOf } from '../../shared/graphql/graphql';
import { useLiveEvents } from '../../shared/graphql/use-live-events';
import { getLocale } from '../../shared/i18n/language';
import { RichMessage } from '../../shared/i18n/rich';
import { useSession } from '../../shared/session-context';
import { isolate, takeCharacters } from '../../shared/text';
import { Picture, PictureFields } from '../../shared/ui/picture';
import { EmptyState, ErrorState, Loading, StatePage } from '../../shared/ui/state';
import '../../features/shop/catalogue/product-card.css';
import './article-page.css';
import './product-page.css';

const PRODUCT = graphql(
  `
    query Product($id: ID!, $isSignedIn: Boolean!) {
      product(id: $id) {
        id
        type
        title
        description
        sellerId
        state
        taxRate
        counts {
          likes
          comments
        }
        viewerHasLiked @include(if: $isSignedIn)
        likes(first: 1) {
          eventsCursor
        }
        seller {
          id
          handle
          displayName
        }
        post {
          id
          title
        }
        photo {
          id
          ...PictureFields
        }
        pin {
          id
          placeName
          position {
            latitude
            longitude
          }
        }
        variants {
          id
          ...VariantChoiceFields
        }
      }
    }
  `,
  [PictureFields, VariantChoiceFields],
);

type ProductData = NonNullable<ResultOf<typeof PRODUCT>['product']>;
const route = getRouteApi('/shell/products/$productId');
const BASIS_POINTS = 10_000;

export function ProductPage() {
  const messages = useMessages();
  const { productId } = route.useParams();
  const { viewerId } = useSession();
  const variables = { id: productId, isSignedIn: viewerId !== null };
  const [{ data, error, fetching }, refetch] = useQuery({
    query: PRODUCT,
    variables,
    requestPolicy: 'cache-and-network',
  });
  const reload = () => refetch({ requestPolicy: 'network-only' });
  const product = data?.product;
  useLiveEvents({
    document: ON_LIKES,
    variables: { subjectId: productId },
    cursor: product?.likes?.eventsCursor,
    reload,
    isPaused: !product,
  });
  if (product) return <ProductContent product={product} />;
  if (error || fetching)
    return (
      <StatePage name={messages.product}>
        {fetching || !error ? (
          <Loading what={messages.loadingProduct} />
        ) : (
          <ErrorState isPage error={error} retry={reload} />
        )}
      </StatePage>
    );
  return <ProductNotFound />;
}

function ProductNotFound() {
  const messages = useMessages();
  return (
    <EmptyState title={messages.notFound} isPage>
      <Link to="/shop" className="button">
        {messages.browse}
      </Link>
    </EmptyState>
  );
}

function ProductContent({ product }: { product: ProductData }) {
  const { photo, type, title, pin } = product;
  return (
    <div className="page product">
      <title>{`${isolate(title)} · Waymark`}</title>
      <div className="product-layout">
        <div className={`product-picture product-${type.toLowerCase()}`}>
          {photo ? (
            <Picture photo={photo} sizes="(max-width: 60rem) 100vw, 640px" isFirst />
          ) : (
            <span className="card-blank" aria-hidden="true">
              {takeCharacters(title, 1)}
            </span>
          )}
        </div>
        <ProductOffer product={product} />
      </div>
      {pin ? <Places title={title} pins={[pin]} /> : null}
      <div className="product-comments">
        <Comments
          query={PRODUCT_COMMENTS}
          subjectId={product.id}
          ownerId={product.sellerId}
          count={product.counts.comments}
        />
      </div>
    </div>
  );
}

function ProductOffer({ product }: { product: ProductData }) {
  const messages = useMessages();
  const { viewerId } = useSession();
  const { id, type, title, description, sellerId, state, taxRate, counts, variants } = product;
  const isOwn = viewerId === sellerId;
  const rate = (taxRate / BASIS_POINTS).toLocaleString(getLocale(), { style: 'percent', maximumFractionDigits: 2 });
  return (
    <div className="product-offer">
      <p className="card-place">
        {messages[type]}
        {product.pin?.placeName ? (
          <>
            {' · '}
            <bdi>{product.pin.placeName}</bdi>
          </>
        ) : null}
      </p>
      <h1 dir="auto">{title}</h1>
      <ProductOrigin product={product} />
      {state === 'LIVE' ? null : <p className="product-draft">{messages.onlyYou}</p>}
      {description ? (
        <p className="product-description" dir="auto">
          {description}
        </p>
      ) : null}
      <AddToCart key={id} productId={id} title={title} variants={variants} isForSale={state === 'LIVE' && !isOwn} />
      {taxRate > 0 ? <p className="product-tax">{messages.taxIncluded({ rate })}</p> : null}
      <div className="product-acts">
        <LikeButton subjectId={id} likes={counts.likes} isLiked={product.viewerHasLiked ?? false} />
        <Likers query={PRODUCT_LIKERS} subjectId={id} />
        <Share title={title} />
        {isOwn ? (
          <Link to="/sell/$productId" params={{ productId: id }} className="button">
            {messages.edit}
          </Link>
        ) : null}
      </div>
    </div>
  );
}

/** Who sells it, and the story that it is made from. */
function ProductOrigin({ product: { seller, post } }: { product: ProductData }) {
  const messages = useMessages();
  return (
    <p className="product-origin">
      {seller ? (
        <span>
          <RichMessage
            text={messages.soldBy}
            parts={{
              seller: () => (
                <Link to="/people/$handle/shop" params={{ handle: seller.handle }}>
                  <bdi>{seller.displayName}</bdi>
                </Link>
              ),
            }}
          />
        </span>
      ) : null}
      {post ? (
        <span>
          <RichMessage
            text={messages.madeFrom}
            parts={{
              post: () => (
                <Link to="/posts/$postId" params={{ postId: post.id }}>
                  <bdi>{post.title}</bdi>
                </Link>
              ),
            }}
          />
        </span>
      ) : null}
    </p>
  );
}
