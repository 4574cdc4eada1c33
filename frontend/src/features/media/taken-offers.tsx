// Where the camera says photos were taken, offered as pins; nothing is pinned unless its author says so.
import { useEffect, useState } from 'react';
import { useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { localeNow } from '../../shared/i18n/language';
import { say } from '../../shared/ui/notices';
import { decline, isDeclined } from './declined';
import { useWords } from './messages/words';
import { isNear, type Taken } from './taken';
import type { Upload } from './uploads';

export const TakenOfferFields = graphql(`
  fragment TakenOfferFields on Post {
    id
    pins(first: 100) { edges { node { id position { latitude longitude } } } }
    photos(first: 20) { edges { node { id suggestedPin { latitude longitude } } } }
  }
`);
const ADD = graphql(`
  mutation PinWhereTaken($input: AddPinInput!) {
    addPin(input: $input) { pin { id } errors { code message } }
  }
`);

interface Offer extends Taken {
  key: string;
  name: string | null;
  preview: string | null;
}

interface Props {
  postId: string;
  uploads: readonly Upload[];
  places: FragmentOf<typeof TakenOfferFields>;
}

export function TakenOffers({ postId, uploads, places }: Props) {
  const post = readFragment(TakenOfferFields, places);
  const [, setAnswered] = useState(0);
  const pins = post.pins?.edges.flatMap(({ node }) => (node ? [node.position] : [])) ?? [];
  const photos = post.photos?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
  // What this device read comes first; what the service read stands in where it did not, after a reload say.
  const local: Offer[] = uploads.flatMap(({ id, photoId, name, preview, taken }) => (taken && !isDeclined(id) ? [{ key: photoId ?? id, name, preview, ...taken }] : []));
  const served: Offer[] = photos.flatMap(({ id, suggestedPin }) => (suggestedPin ? [{ key: id, name: null, preview: null, at: null, ...suggestedPin }] : []));
  // Turned down before the service knew the photo: it stays so under the photo's own id.
  useEffect(() => {
    for (const { id, photoId } of uploads) if (photoId && isDeclined(id) && !isDeclined(photoId)) decline(photoId);
  }, [uploads]);
  const offers = [...local, ...served].filter(
    (offer, place, all) =>
      !isDeclined(offer.key) && !pins.some((pin) => isNear(pin, offer)) && all.findIndex((other) => isNear(other, offer)) === place,
  );
  return offers.map((offer) => <OfferedPin key={offer.key} postId={postId} offer={offer} answered={() => setAnswered((count) => count + 1)} />);
}

function OfferedPin({ postId, offer, answered }: { postId: string; offer: Offer; answered: () => void }) {
  const words = useWords();
  const [{ fetching }, add] = useMutation(ADD);
  const { key, name, at, latitude, longitude, preview } = offer;
  const place = `${latitude.toFixed(4)}°, ${longitude.toFixed(4)}°`;

  async function pin() {
    const { data, error } = await add({ input: { postId, position: { latitude, longitude }, idempotencyKey: `taken ${key}` } });
    const refusal = refusalOf(error, data?.addPin);
    if (refusal) { say(refusal); return; }
    say(words.pinnedWhereTaken);
  }

  function leave() {
    decline(key);
    answered();
  }

  return (
    <div className="taken" role="group" aria-label={words.pinWhereTaken}>
      {preview ? <img src={preview} alt="" width={56} height={56} /> : null}
      <div>
        <p className="taken-question">{words.pinWhereTaken}</p>
        <p className="taken-place">
          {[name, place, at ? new Date(at).toLocaleDateString(localeNow(), { dateStyle: 'long' }) : null].filter(Boolean).join(' · ')}
        </p>
        <p className="taken-private">{words.locationIsRemoved}</p>
      </div>
      <p className="taken-acts">
        <button type="button" className="button button-main" disabled={fetching} onClick={() => void pin()}>
          {words.pinIt}
        </button>
        <button type="button" className="button button-plain" onClick={leave}>
          {words.dontPin}
        </button>
      </p>
    </div>
  );
}
