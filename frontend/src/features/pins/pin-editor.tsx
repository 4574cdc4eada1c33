// The places of an article while it is written: found by name, by a click on the map, or by their coordinates.
import { type RefObject, type SyntheticEvent, useMemo, useRef, useState } from 'react';
import { useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { useLanguage } from '../../shared/i18n/language';
import { fill, textOf } from '../../shared/ui/fields';
import { say, tell } from '../../shared/ui/notices';
import { WorldMap } from './map';
import type { Point, View } from './map-view';
import { useWords } from './messages/words';
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

interface Named extends Point {
  name?: string;
}

const TOWN_ZOOM = 9;

export function PinEditor({ post: masked }: { post: FragmentOf<typeof PinEditorFields> }) {
  const words = useWords();
  const post = readFragment(PinEditorFields, masked);
  const [point, setPoint] = useState<Named | null>(null);
  const [view, setView] = useState<View>();
  const pins = useMemo(() => post.pins?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [], [post]);
  const spots = useMemo(() => {
    const standing = pins.map(({ id, placeName, position }) => ({ id, title: placeName ?? words.pinned, ...position }));
    return point ? [...standing, { id: 'new', title: words.newPin, ...point }] : standing;
  }, [pins, point, words]);

  function choose({ name, latitude, longitude }: Place) {
    setPoint({ name, latitude, longitude });
    setView({ latitude, longitude, zoom: TOWN_ZOOM });
  }

  return (
    <section className="pin-editor" aria-labelledby="pins-title">
      <h2 id="pins-title">{words.whereTitle}</h2>
      <p className="pin-hint">{words.clickToPin}</p>
      <PlaceSearch onChoose={choose} />
      <div className="pin-editor-map">
        <WorldMap spots={spots} label={words.pinByKeys} view={view} chosen={point ? 'new' : undefined} onPoint={setPoint} />
      </div>
      <PinForm key={point ? said(point) : ''} postId={post.id} point={point} done={() => setPoint(null)} />
      <ul className="pin-list">
        {pins.map(({ id, placeName, position }) => (
          <PinRow key={id} id={id} name={placeName ?? said(position)} />
        ))}
      </ul>
    </section>
  );
}

function PinForm({ postId, point, done }: { postId: string; point: Named | null; done: () => void }) {
  const words = useWords();
  const [{ fetching }, add] = useMutation(ADD);
  const [key] = useState(() => crypto.randomUUID());
  const fields = useRef<HTMLFormElement>(null);

  async function submit(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const number = (name: string) => Number(form.get(name));
    const position = { latitude: number('latitude'), longitude: number('longitude') };
    const placeName = textOf(event.currentTarget, 'name') ?? null;
    const { data, error } = await add({ input: { postId, position, placeName, idempotencyKey: key } });
    const refusal = refusalOf(error, data?.addPin);
    if (refusal) {
      say(refusal);
      return;
    }
    tell(words.pinnedTold);
    done();
  }

  return (
    <form ref={fields} className="pin-form" onSubmit={(event) => void submit(event)}>
      <label className="field">
        {words.placeName}
        <input className="input" name="name" maxLength={120} defaultValue={point?.name} />
      </label>
      <label className="field">
        {words.latitude}
        <input className="input" name="latitude" type="number" step="any" min={-90} max={90} required defaultValue={point?.latitude.toFixed(5)} />
      </label>
      <label className="field">
        {words.longitude}
        <input className="input" name="longitude" type="number" step="any" min={-180} max={180} required defaultValue={point?.longitude.toFixed(5)} />
      </label>
      <NearestName fields={fields} />
      <button type="submit" className="button" disabled={fetching}>
        {words.pinIt}
      </button>
    </form>
  );
}

/** Name a place after the nearest town, where there is one. */
function NearestName({ fields }: { fields: RefObject<HTMLFormElement | null> }) {
  const words = useWords();
  const { locale } = useLanguage();

  async function nameIt() {
    const form = fields.current;
    const [latitude, longitude] = [form && textOf(form, 'latitude'), form && textOf(form, 'longitude')];
    if (!form || !latitude || !longitude) {
      say(words.noPoint);
      return;
    }
    try {
      const near = (await gazetteer(locale)).nearest(Number(latitude), Number(longitude));
      if (near) fill(form, { name: near.name });
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
