// The places of an article while it is written: a click on the map pins it.
import { type SyntheticEvent, useMemo, useState } from 'react';
import { useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { say } from '../../shared/ui/notices';
import { WorldMap } from './map';
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

interface Point {
  latitude: number;
  longitude: number;
}

export function PinEditor({ post: masked }: { post: FragmentOf<typeof PinEditorFields> }) {
  const post = readFragment(PinEditorFields, masked);
  const [point, setPoint] = useState<Point | null>(null);
  const pins = useMemo(() => post.pins?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [], [post]);
  const spots = useMemo(() => {
    const standing = pins.map(({ id, placeName, position }) => ({ id, title: placeName ?? 'Pinned', ...position }));
    return point ? [...standing, { id: 'new', title: 'The new pin', ...point }] : standing;
  }, [pins, point]);

  return (
    <section className="pin-editor" aria-labelledby="pins-title">
      <h2 id="pins-title">Places</h2>
      <div className="pin-editor-map">
        <WorldMap spots={spots} label="Click where the article belongs" onPoint={setPoint} />
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

function PinForm({ postId, point, done }: { postId: string; point: Point | null; done: () => void }) {
  const [{ fetching }, add] = useMutation(ADD);
  const [key] = useState(() => crypto.randomUUID());

  async function submit(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const number = (name: string) => Number(form.get(name));
    const position = { latitude: number('latitude'), longitude: number('longitude') };
    const name = form.get('name');
    const placeName = typeof name === 'string' && name ? name : null;
    const { data, error } = await add({ input: { postId, position, placeName, idempotencyKey: key } });
    const refusal = refusalOf(error, data?.addPin);
    if (refusal) say(refusal);
    else done();
  }

  return (
    <form className="pin-form" onSubmit={(event) => void submit(event)}>
      <label className="field">
        Name of the place
        <input className="input" name="name" maxLength={120} />
      </label>
      <label className="field">
        Latitude
        <input className="input" name="latitude" type="number" step="any" min={-90} max={90} required defaultValue={point?.latitude.toFixed(5)} />
      </label>
      <label className="field">
        Longitude
        <input className="input" name="longitude" type="number" step="any" min={-180} max={180} required defaultValue={point?.longitude.toFixed(5)} />
      </label>
      <button type="submit" className="button" disabled={fetching}>
        Pin it here
      </button>
    </form>
  );
}

function PinRow({ id, name }: { id: string; name: string }) {
  const [{ fetching }, remove] = useMutation(REMOVE);

  async function removeIt() {
    const { data, error } = await remove({ input: { id } });
    const refusal = refusalOf(error, data?.removePin);
    if (refusal) say(refusal);
  }

  return (
    <li>
      {name}
      <button type="button" className="button button-plain" disabled={fetching} aria-label={`Remove ${name}`} onClick={() => void removeIt()}>
        Remove
      </button>
    </li>
  );
}

function said({ latitude, longitude }: Point): string {
  return `${latitude.toFixed(4)}°, ${longitude.toFixed(4)}°`;
}
