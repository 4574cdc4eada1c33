// One photo while its article is written: its steps, what the AI sees, the author's own words, its place in the order.
import { type SyntheticEvent, useState } from 'react';
import { useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment, type ResultOf } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { say } from '../../shared/ui/notices';
import { Picture, PictureFields } from '../../shared/ui/picture';
import { RetryButton } from './retry-button';
import { Steps, StepsFields } from './steps';

export const PhotoEditorFields = graphql(
  `
    fragment PhotoEditorFields on Photo {
      id
      state
      caption
      altText
      suggestedAltText
      version
      labels { name confidence }
      failure { retryable }
      ...PictureFields
      ...StepsFields
    }
  `,
  [PictureFields, StepsFields],
);
const UPDATE = graphql(`
  mutation UpdatePhoto($input: UpdatePhotoInput!) {
    updatePhoto(input: $input) { photo { id caption altText version } errors { code message } }
  }
`);
const DELETE = graphql(`
  mutation DeletePhoto($input: DeletePhotoInput!) {
    deletePhoto(input: $input) { deletedId errors { code message } }
  }
`);

interface Props {
  photo: FragmentOf<typeof PhotoEditorFields>;
  earlier: (() => void) | undefined;
  later: (() => void) | undefined;
}

export function PhotoEditor({ photo: masked, earlier, later }: Props) {
  const photo = readFragment(PhotoEditorFields, masked);
  const [, remove] = useMutation(DELETE);
  const seen = photo.labels.slice(0, 8).map(({ name }) => name);

  async function deleteIt() {
    const { data, error } = await remove({ input: { id: photo.id } });
    const refusal = refusalOf(error, data?.deletePhoto);
    if (refusal) say(refusal);
  }

  return (
    <li className="tray-photo">
      <div className="tray-picture">
        <Picture photo={photo} sizes="260px" />
      </div>
      <div className="tray-words">
        <Steps photo={photo} />
        {seen.length > 0 ? <p className="tray-seen">The AI sees: {seen.join(', ')}</p> : null}
        {photo.failure?.retryable ? <RetryButton photoId={photo.id} /> : null}
        <PhotoWords key={photo.version} photo={photo} />
        <p className="tray-acts">
          <button type="button" className="button button-plain" disabled={!earlier} onClick={earlier}>
            ↑ Earlier
          </button>
          <button type="button" className="button button-plain" disabled={!later} onClick={later}>
            ↓ Later
          </button>
          <button type="button" className="button button-plain" onClick={() => void deleteIt()}>
            Remove
          </button>
        </p>
      </div>
    </li>
  );
}

type Shown = ResultOf<typeof PhotoEditorFields>;

function PhotoWords({ photo }: { photo: Shown }) {
  const [caption, setCaption] = useState(photo.caption);
  const [altText, setAltText] = useState(photo.altText);
  const [{ fetching }, update] = useMutation(UPDATE);
  const isChanged = caption !== photo.caption || altText !== photo.altText;
  const suggestion = photo.suggestedAltText;

  async function save(event: SyntheticEvent) {
    event.preventDefault();
    const { data, error } = await update({ input: { id: photo.id, expectedVersion: photo.version, caption, altText } });
    const refusal = refusalOf(error, data?.updatePhoto);
    if (refusal) say(refusal);
  }

  return (
    <form className="tray-form" onSubmit={(event) => void save(event)}>
      <label className="field">
        Caption
        <input className="input" maxLength={500} value={caption} onChange={(event) => setCaption(event.target.value)} />
      </label>
      <label className="field">
        For those who cannot see it
        <input className="input" maxLength={1000} value={altText} onChange={(event) => setAltText(event.target.value)} />
      </label>
      {suggestion && altText === '' ? (
        <p className="tray-suggestion">
          The AI suggests: “{suggestion}”
          <button type="button" className="button" onClick={() => setAltText(suggestion)}>
            Take it
          </button>
        </p>
      ) : null}
      {isChanged ? (
        <button type="submit" className="button button-main" disabled={fetching}>
          Save
        </button>
      ) : null}
    </form>
  );
}
