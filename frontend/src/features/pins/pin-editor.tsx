// The places of an article while it is written: found by name, by a click on the map, or by their coordinates.
import { type SyntheticEvent, useEffect, useMemo, useState } from 'react';
import { useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { useWriteKey } from '../../shared/graphql/write-key';
import { useLanguage } from '../../shared/i18n/language';
import { keepWords, keptWords } from '../../shared/offline/kept-words';
import { say, tell } from '../../shared/ui/notices';
import { WorldMap } from './map';
import type { Point, View } from './map-view';
import { useWords } from './messages/words';
import { found, type NewPin, NO_PIN, pointed, pointOf } from './new-pin';
import { PlaceSearch } from './place-search';
import { gazetteer, type Place } from './places';
import './pin-editor.css';

export const PinEditorFields = graphql(`
  fragment PinEditorFields on Post {
    id
    pins(first: 100) { edges { node { id placeName position { latitude longitude } } } }
  }
`);
const ADD = graphql(`
  mutation AddPin($input: AddPinInput!) {
    addPin(input: $input) { pin { id } errors { code message } }
  }
`);
const REMOVE = graphql(`
  mutation RemovePin($input: RemovePinInput!) {
    removePin(input: $input) { removedId errors { code message } }
  }
`);

const TOWN_ZOOM = 9;

export function PinEditor({ post: masked }: { post: FragmentOf<typeof PinEditorFields> }) {
  const words = useWords();
  const post = readFragment(PinEditorFields, masked);
  const [pin, change] = useNewPin(post.id);
  const [view, setView] = useState<View>();
  const pins = useMemo(() => post.pins?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [], [post]);
  const spots = useMemo(() => {
    const standing = pins.map(({ id, placeName, position }) => ({ id, title: placeName ?? words.pinned, ...position }));
    const point = pointOf(pin);
    return point ? [...standing, { id: 'new', title: words.newPin, ...point }] : standing;
  }, [pins, pin, words]);

  function choose(place: Place) {
    change((now) => found(now, place));
    setView({ latitude: place.latitude, longitude: place.longitude, zoom: TOWN_ZOOM });
  }

  return (
    <section className="pin-editor" aria-labelledby="pins-title">
      <h2 id="pins-title">{words.whereTitle}</h2>
      <p className="pin-hint">{words.clickToPin}</p>
      <PlaceSearch onChoose={choose} />
      <div className="pin-editor-map">
        <WorldMap spots={spots} label={words.pinByKeys} view={view} chosen={pointOf(pin) ? 'new' : undefined} onPoint={(point) => change((now) => pointed(now, point))} />
      </div>
      <PinForm postId={post.id} pin={pin} change={change} />
      <ul className="pin-list">
        {pins.map(({ id, placeName, position }) => (
          <PinRow key={id} id={id} name={placeName ?? said(position)} />
        ))}
      </ul>
    </section>
  );
}

/** The pin that is about to be made; what stands in its fields outlasts a reload. */
function useNewPin(postId: string): [NewPin, Change] {
  const place = `pin ${postId}`;
  const [pin, change] = useState(() => keptPin(place));
  useEffect(() => keepWords(place, pin === NO_PIN ? '' : JSON.stringify(pin)), [place, pin]);
  return [pin, change];
}

function keptPin(place: string): NewPin {
  const kept = keptWords(place);
  return kept ? { ...NO_PIN, ...(JSON.parse(kept) as Partial<NewPin>) } : NO_PIN;
}

/** Changes the pin as it stands then: a list of places may come late. */
type Change = (next: (now: NewPin) => NewPin) => void;

interface PinFormProps {
  postId: string;
  pin: NewPin;
  change: Change;
}

function PinForm({ postId, pin, change }: PinFormProps) {
  const words = useWords();
  const [{ fetching }, add] = useMutation(ADD);
  const key = useWriteKey();

  async function submit(event: SyntheticEvent) {
    event.preventDefault();
    const position = pointOf(pin);
    if (!position) {
      say(words.noPoint);
      return;
    }
    const input = { postId, position, placeName: pin.name.trim() || null };
    const { data, error } = await add({ input: { ...input, idempotencyKey: key.of(input) } });
    const refusal = refusalOf(error, data?.addPin);
    if (refusal) {
      say(refusal);
      return;
    }
    tell(words.pinnedTold);
    key.done();
    // What was typed since belongs to the next one.
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
        {words.placeName}
        <input {...field('name')} maxLength={120} />
      </label>
      <label className="field">
        {words.latitude}
        <input {...field('latitude')} type="number" step="any" min={-90} max={90} required />
      </label>
      <label className="field">
        {words.longitude}
        <input {...field('longitude')} type="number" step="any" min={-180} max={180} required />
      </label>
      <NearestName pin={pin} change={change} />
      <button type="submit" className="button" disabled={fetching}>
        {words.pinIt}
      </button>
    </form>
  );
}

/** Name a place after the nearest town, where there is one. */
function NearestName({ pin, change }: Omit<PinFormProps, 'postId'>) {
  const words = useWords();
  const { locale } = useLanguage();

  async function nameIt() {
    const point = pointOf(pin);
    if (!point) {
      say(words.noPoint);
      return;
    }
    try {
      const near = (await gazetteer(locale)).nearest(point.latitude, point.longitude);
      if (near) change((now) => (now.name === pin.name ? { ...now, name: near.name, given: near.name } : now));
      else say(words.nothingNear);
    } catch {
      say(words.placesMissing);
    }
  }

  return (
    <button type="button" className="button button-plain" onClick={() => void nameIt()}>
      {words.nearestName}
    </button>
  );
}

function PinRow({ id, name }: { id: string; name: string }) {
  const words = useWords();
  const [{ fetching }, remove] = useMutation(REMOVE);

  async function removeIt() {
    const { data, error } = await remove({ input: { id } });
    const refusal = refusalOf(error, data?.removePin);
    if (refusal) say(refusal);
  }

  return (
    <li>
      {name}
      <button type="button" className="button button-plain" disabled={fetching} aria-label={words.removePlace({ place: name })} onClick={() => void removeIt()}>
        {words.remove}
      </button>
    </li>
  );
}

function said({ latitude, longitude }: Point): string {
  return `${latitude.toFixed(4)}°, ${longitude.toFixed(4)}°`;
}
