// A person's picture, or the first letter of their name. An expired address is renewed.
import { useClient } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../graphql/graphql';
import { useUrlRenewal } from './use-url-renewal';
import { takeCharacters } from '../text';
import './avatar.css';

export const AvatarFields = graphql(`
  fragment AvatarFields on User {
    id
    handle
    displayName
    avatar {
      url
      width
      height
    }
  }
`);

const RENEW_AVATAR = graphql(`
  query RenewedAvatar($handle: String!) {
    user(handle: $handle) {
      id
      avatar {
        url
        width
        height
      }
    }
  }
`);

export function Avatar({ user: masked, size = 36 }: { user: FragmentOf<typeof AvatarFields>; size?: number }) {
  const { id, handle, displayName, avatar } = readFragment(AvatarFields, masked);
  const client = useClient();
  const { attempt, ...renewal } = useUrlRenewal(() =>
    client.query(RENEW_AVATAR, { handle }, { requestPolicy: 'network-only' }).toPromise(),
  );
  const style = { width: size, height: size, fontSize: size * 0.45 };
  if (avatar && attempt !== null) {
    return (
      <img
        key={attempt}
        {...renewal}
        className="avatar"
        style={style}
        src={avatar.url}
        width={size}
        height={size}
        alt=""
        loading="lazy"
        crossOrigin="anonymous"
      />
    );
  }
  return (
    <span className="avatar" style={{ ...style, background: `hsl(${getHue(id)} 32% 38%)` }} aria-hidden="true">
      {takeCharacters(displayName, 1)}
    </span>
  );
}

function getHue(id: string): number {
  return Array.from(id).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
}
