// Suggests pins where photos were taken, from the camera's location data; authors decide.
import { type SyntheticEvent, useEffect, useState } from 'react';
import { useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { getLocale } from '../../../shared/i18n/language';
import { useIdempotencyKey } from '../../../shared/graphql/idempotency-key';
import { readTextField } from '../../../shared/ui/fields';
import { notify } from '../../../shared/ui/notices';
import { TextInput } from '../../../shared/ui/text-field';
import { dismissSuggestion, isSuggestionDismissed } from './dismissed-suggestions';
import { useMessages } from './messages/use-messages';
import { isSamePlace, type CaptureLocation } from '../../platform/uploads/capture-location';
import type { Upload } from '../../platform/uploads/upload-queue';
import { isolate } from '../../../shared/text';

export const PinSuggestionFields = graphql(`
  fragment TakenOfferFields on Post {
    id
    pins(first: 100) {
      edges {
        node {
          id
          position {
            latitude
            longitude
          }
        }
      }
    }
    photos(first: 20) {
      edges {
        node {
          id
          suggestedPin {
            latitude
            longitude
          }
        }
      }
    }
  }
`);
const ADD = graphql(`
  mutation PinWhereTaken($input: AddPinInput!) {
    addPin(input: $input) {
      pin {
        id
      }
      errors {
        code
        message
        ... on RateLimited {
          retryAt
        }
      }
    }
  }
`);

interface Suggestion extends CaptureLocation {
  key: string;
  name: string | null;
  preview: string | null;
}

interface Props {
  postId: string;
  uploads: readonly Upload[];
  places: FragmentOf<typeof PinSuggestionFields>;
}

export function PinSuggestions({ postId, uploads, places }: Props) {
  const post = readFragment(PinSuggestionFields, places);
  const [, setDismissedCount] = useState(0);
  const pins = post.pins?.edges.flatMap(({ node }) => (node ? [node.position] : [])) ?? [];
  const photos = post.photos?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
  // Locations read on this device come first; the service's are used otherwise, such as after a reload.
  const fromDevice: Suggestion[] = uploads.flatMap(({ id, photoId, name, preview, captureLocation }) =>
    captureLocation && !isSuggestionDismissed(id) ? [{ key: photoId ?? id, name, preview, ...captureLocation }] : [],
  );
  const fromService: Suggestion[] = photos.flatMap(({ id, suggestedPin }) =>
    suggestedPin ? [{ key: id, name: null, preview: null, at: null, ...suggestedPin }] : [],
  );
  // A suggestion dismissed under the upload's id stays dismissed under the photo's id.
  useEffect(() => {
    for (const { id, photoId } of uploads)
      if (photoId && isSuggestionDismissed(id) && !isSuggestionDismissed(photoId)) dismissSuggestion(photoId);
  }, [uploads]);
  const suggestions = [...fromDevice, ...fromService].filter(
    (offer, place, all) =>
      !isSuggestionDismissed(offer.key) &&
      !pins.some((pin) => isSamePlace(pin, offer)) &&
      all.findIndex((other) => isSamePlace(other, offer)) === place,
  );
  return suggestions.map((offer) => (
    <PinSuggestion
      key={offer.key}
      postId={postId}
      offer={offer}
      onDismiss={() => setDismissedCount((count) => count + 1)}
    />
  ));
}

function PinSuggestion({ postId, offer, onDismiss }: { postId: string; offer: Suggestion; onDismiss: () => void }) {
  const messages = useMessages();
  const [{ fetching }, add] = useMutation(ADD);
  const { key, name, at, latitude, longitude, preview } = offer;
  const newKey = useIdempotencyKey();
  const place = `${latitude.toFixed(4)}°, ${longitude.toFixed(4)}°`;

  async function addPin(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault();
    const placeName = readTextField(event.currentTarget, 'placeName');
    if (!placeName) return;
    const input = { subjectId: postId, position: { latitude, longitude }, placeName };
    const { data, error } = await add({ input: { ...input, idempotencyKey: newKey.keyFor(input) } });
    const errorMessage = describeWriteError(error, data?.addPin);
    if (errorMessage) {
      notify(errorMessage);
      return;
    }
    notify(messages.pinAdded);
  }

  function dismiss() {
    dismissSuggestion(key);
    onDismiss();
  }

  return (
    <div className="taken" role="group" aria-label={messages.suggestPin}>
      {preview ? <img src={preview} alt="" width={56} height={56} /> : null}
      <div>
        <p className="taken-question">{messages.suggestPin}</p>
        <p className="taken-place">
          {[
            name && isolate(name),
            place && isolate(place),
            at ? new Date(at).toLocaleDateString(getLocale(), { dateStyle: 'long' }) : null,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <p className="taken-private">{messages.locationIsRemoved}</p>
      </div>
      <form className="taken-form" onSubmit={(event) => void addPin(event)}>
        <label className="field">
          {messages.nameOfPlace}
          <TextInput className="input" name="placeName" required maxCharacters={120} />
        </label>
        <p className="taken-acts">
          <button type="submit" className="button button-main" disabled={fetching}>
            {messages.addPin}
          </button>
          <button type="button" className="button button-plain" onClick={dismiss}>
            {messages.dontAdd}
          </button>
        </p>
      </form>
    </div>
  );
}
