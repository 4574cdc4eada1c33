// A photo in the right size, with a placeholder while it loads. An expired address is renewed.
import { thumbHashToDataURL } from 'thumbhash';
import { useClient } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../graphql/graphql';
import { useUrlRenewal } from './use-url-renewal';
import './picture.css';

export const PictureFields = graphql(`
  fragment PictureFields on Photo {
    id
    altText
    thumbhash
    width
    height
    variants {
      name
      url
      width
      height
    }
  }
`);

const RENEW_PHOTO = graphql(`
  query RenewedPhoto($id: ID!) {
    photo(id: $id) {
      id
      variants {
        name
        url
        width
        height
      }
    }
  }
`);

interface Props {
  photo: FragmentOf<typeof PictureFields>;
  /** Its displayed width, as in `<img sizes>`. */
  sizes: string;
  isFirst?: boolean;
  /** What is said instead of the photo's own alt text. */
  alt?: string;
  className?: string;
}

export function Picture({ photo: masked, sizes, isFirst = false, alt, className = '' }: Props) {
  const photo = readFragment(PictureFields, masked);
  const altText = alt ?? photo.altText;
  const client = useClient();
  const { attempt, ...renewal } = useUrlRenewal(() =>
    client.query(RENEW_PHOTO, { id: photo.id }, { requestPolicy: 'network-only' }).toPromise(),
  );
  const largest = attempt === null ? undefined : photo.variants.at(-1);
  const style = photo.thumbhash ? { backgroundImage: `url(${getPlaceholderUrl(photo.thumbhash)})` } : {};
  if (!largest)
    return (
      <span
        className={`picture picture-waiting ${className}`}
        style={style}
        {...(altText ? { role: 'img', 'aria-label': altText } : {})}
      />
    );
  return (
    <img
      key={attempt}
      {...renewal}
      className={`picture ${className}`}
      style={style}
      src={largest.url}
      srcSet={photo.variants.map(({ url, width }) => `${url} ${width}w`).join(', ')}
      sizes={sizes}
      width={largest.width}
      height={largest.height}
      alt={altText}
      crossOrigin="anonymous"
      loading={isFirst ? 'eager' : 'lazy'}
      fetchPriority={isFirst ? 'high' : 'auto'}
    />
  );
}

function getPlaceholderUrl(thumbhash: string): string {
  return thumbHashToDataURL(Uint8Array.from(atob(thumbhash), (character) => character.charCodeAt(0)));
}
