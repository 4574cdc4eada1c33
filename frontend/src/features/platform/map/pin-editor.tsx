// The pin editor of an article or a video: by name, by a click on the map, or by coordinates.
import { type SyntheticEvent, useEffect, useMemo, useState } from 'react';
import { useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { useIdempotencyKey } from '../../../shared/graphql/idempotency-key';
import { useLanguage } from '../../../shared/i18n/language';
import { storeUnsentText, readUnsentText } from '../../../shared/offline/unsent-text';
import { notify, announce } from '../../../shared/ui/notices';
import { WorldMap } from './map';
import type { Point, View } from './map-view';
import { useMessages } from './messages/use-messages';
import { moveToPlace, type NewPin, NO_PIN, moveToPoint, getPoint } from './new-pin';
import { PlaceSearch } from './place-search';
import { loadGazetteer, type Place } from './gazetteer';
import { TextInput } from '../../../shared/ui/text-field';
import './pin-editor.css';

export const PinEditorFields = graphql(`
  fragment PinEditorFields on PinConnection {
    edges {
      node {
        id
        placeName
        position {
          latitude
          longitude
        }
      }
    }
  }
`);
const ADD = graphql(`
  mutation AddPin($input: AddPinInput!) {
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
const REMOVE = graphql(`
  mutation RemovePin($input: RemovePinInput!) {
    removePin(input: $input) {
      removedId
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

const TOWN_ZOOM = 9;

interface Props {
  /** The article or video that is pinned. */
  subjectId: string;
  pins: FragmentOf<typeof PinEditorFields> | null;
}

export function PinEditor({ subjectId, pins: masked }: Props) {
  const messages = useMessages();
  const connection = readFragment(PinEditorFields, masked);
  const [pin, updatePin] = useNewPin(subjectId);
  const [view, setView] = useState<View>();
  const pins = useMemo(() => connection?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [], [connection]);
  const spots = useMemo(() => {
    const existing = pins.map(({ id, placeName, position }) => ({
      id,
      title: placeName ?? messages.pinned,
      ...position,
    }));
    const point = getPoint(pin);
    return point ? [...existing, { id: 'new', title: messages.newPin, ...point }] : existing;
  }, [pins, pin, messages]);

  function choose(place: Place) {
    updatePin((now) => moveToPlace(now, place));
    setView({ latitude: place.latitude, longitude: place.longitude, zoom: TOWN_ZOOM });
  }

  return (
    <section className="pin-editor" aria-labelledby="pins-title">
      <h2 id="pins-title">{messages.placesTitle}</h2>
      <p className="pin-hint">{messages.pinHint}</p>
      <PlaceSearch onSelect={choose} />
      <div className="pin-editor-map">
        <WorldMap
          spots={spots}
          label={messages.pinMapLabel}
          view={view}
          selected={getPoint(pin) ? 'new' : undefined}
          onPin={(point) => updatePin((now) => moveToPoint(now, point))}
        />
      </div>
      <PinForm subjectId={subjectId} pin={pin} change={updatePin} />
      <ul className="pin-list">
        {pins.map(({ id, placeName, position }) => (
          <PinRow key={id} id={id} name={placeName ?? formatPosition(position)} />
        ))}
      </ul>
    </section>
  );
}

/** The new pin's fields, which survive a reload. */
function useNewPin(subjectId: string): [NewPin, UpdatePin] {
  const place = `pin ${subjectId}`;
  const [pin, change] = useState(() => readUnsentPin(place));
  useEffect(() => storeUnsentText(place, pin === NO_PIN ? '' : JSON.stringify(pin)), [place, pin]);
  return [pin, change];
}

function readUnsentPin(place: string): NewPin {
  const kept = readUnsentText(place);
  return kept ? { ...NO_PIN, ...(JSON.parse(kept) as Partial<NewPin>) } : NO_PIN;
}

/** Updates the current pin: the gazetteer may arrive late. */
type UpdatePin = (next: (now: NewPin) => NewPin) => void;

interface PinFormProps {
  subjectId: string;
  pin: NewPin;
  change: UpdatePin;
}

function PinForm({ subjectId, pin, change }: PinFormProps) {
  const messages = useMessages();
  const [{ fetching }, executeAdd] = useMutation(ADD);
  const key = useIdempotencyKey();

  async function submit(event: SyntheticEvent) {
    event.preventDefault();
    const position = getPoint(pin);
    if (!position) {
      notify(messages.noPoint);
      return;
    }
    const input = { subjectId, position, placeName: pin.name.trim() || null };
    const { data, error } = await executeAdd({ input: { ...input, idempotencyKey: key.keyFor(input) } });
    const errorMessage = describeWriteError(error, data?.addPin);
    if (errorMessage) {
      notify(errorMessage);
      return;
    }
    announce(messages.pinAdded);
    key.reset();
    // Text typed meanwhile belongs to the next pin.
    change((now) => (now === pin ? NO_PIN : now));
  }

  const field = (name: 'name' | 'latitude' | 'longitude') => ({
    className: 'input',
    name,
    value: pin[name],
    onChange: ({ target }: { target: { value: string } }) => change((now) => ({ ...now, [name]: target.value })),
  });

  return (
    <form className="pin-form" onSubmit={(event) => void submit(event)}>
      <label className="field">
        {messages.placeName}
        <TextInput {...field('name')} maxCharacters={120} />
      </label>
      <label className="field">
        {messages.latitude}
        <input {...field('latitude')} type="number" step="any" min={-90} max={90} required />
      </label>
      <label className="field">
        {messages.longitude}
        <input {...field('longitude')} type="number" step="any" min={-180} max={180} required />
      </label>
      <NearestNameButton pin={pin} change={change} />
      <button type="submit" className="button" disabled={fetching}>
        {messages.addPin}
      </button>
    </form>
  );
}

/** Fills in the name of the nearest town, if there is one. */
function NearestNameButton({ pin, change }: Omit<PinFormProps, 'subjectId'>) {
  const messages = useMessages();
  const { locale } = useLanguage();

  async function fillNearestName() {
    const point = getPoint(pin);
    if (!point) {
      notify(messages.noPoint);
      return;
    }
    try {
      const near = (await loadGazetteer(locale)).findNearest(point.latitude, point.longitude);
      if (near) change((now) => (now.name === pin.name ? { ...now, name: near.name, suggestedName: near.name } : now));
      else notify(messages.noTownNearby);
    } catch {
      notify(messages.gazetteerFailed);
    }
  }

  return (
    <button type="button" className="button button-plain" onClick={() => void fillNearestName()}>
      {messages.useNearestName}
    </button>
  );
}

function PinRow({ id, name }: { id: string; name: string }) {
  const messages = useMessages();
  const [{ fetching }, executeRemove] = useMutation(REMOVE);

  async function removePin() {
    const { data, error } = await executeRemove({ input: { id } });
    const refusal = describeWriteError(error, data?.removePin);
    if (refusal) notify(refusal);
  }

  return (
    <li>
      <bdi>{name}</bdi>
      <button
        type="button"
        className="button button-plain"
        disabled={fetching}
        aria-label={messages.removePlace({ place: name })}
        onClick={() => void removePin()}
      >
        {messages.remove}
      </button>
    </li>
  );
}

function formatPosition({ latitude, longitude }: Point): string {
  return `${latitude.toFixed(4)}°, ${longitude.toFixed(4)}°`;
}
