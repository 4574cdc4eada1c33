// One photo while its article is written: its steps, what the AI sees, the author's own words, its place in the order.
import { type DragEvent, useEffect, useRef } from 'react';
import { useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { say, tell } from '../../shared/ui/notices';
import { Picture, PictureFields } from '../../shared/ui/picture';
import { useWords } from './messages/words';
import { PhotoWords } from './photo-words';
import { RetryButton } from './retry-button';
import { Steps, StepsFields } from './steps';
import { type Upload, uploads } from './uploads';
import { PhotoWordsFields } from './use-photo-words';

export const PhotoEditorFields = graphql(
  `
    fragment PhotoEditorFields on Photo {
      id
      state
      labels { name confidence }
      text { text }
      variants { name }
      failure { retryable }
      ...PictureFields
      ...PhotoWordsFields
      ...StepsFields
    }
  `,
  [PictureFields, PhotoWordsFields, StepsFields],
);
const DELETE = graphql(`
  mutation DeletePhoto($input: DeletePhotoInput!) {
    deletePhoto(input: $input) { deletedId errors { code message } }
  }
`);

interface Drag {
  isDragged: boolean;
  begin: () => void;
  /** Whether what is dragged may be let go here. */
  over: () => boolean;
  drop: () => void;
  end: () => void;
}

interface Props {
  photo: FragmentOf<typeof PhotoEditorFields>;
  /** Its upload, where this tab sent it: shown until the processed picture is there. */
  local: Upload | undefined;
  earlier: (() => void) | undefined;
  later: (() => void) | undefined;
  drag: Drag;
}

export function PhotoEditor({ photo: masked, local, earlier, later, drag }: Props) {
  const photo = readFragment(PhotoEditorFields, masked);
  const words = useWords();
  const [, remove] = useMutation(DELETE);
  const seen = photo.labels.slice(0, 8).map(({ name }) => name);
  const isShown = photo.variants.length > 0;
  const localId = local?.state === 'sent' && photo.state !== 'PROCESSING' && photo.state !== 'AWAITING_UPLOAD' ? local.id : null;

  // The photo has ended, one way or the other: its upload is let go, with the memory its picture takes.
  useEffect(() => {
    if (localId && isShown) uploads.forget(localId);
  }, [localId, isShown]);

  const before = useRef(photo.state);
  useEffect(() => {
    if (before.current !== 'LIVE' && photo.state === 'LIVE') tell(words.photoIsLive);
    before.current = photo.state;
  }, [photo.state, words]);

  async function deleteIt() {
    const { data, error } = await remove({ input: { id: photo.id } });
    const refusal = refusalOf(error, data?.deletePhoto);
    if (refusal) say(refusal);
    else if (local) uploads.forget(local.id);
  }

  return (
    <li
      className={drag.isDragged ? 'tray-photo tray-dragged' : 'tray-photo'}
      onDragOver={(event) => {
        if (drag.over()) event.preventDefault();
      }}
      onDrop={drag.drop}
    >
      <div className="tray-picture" draggable onDragStart={(event) => begin(event, photo.id, drag)} onDragEnd={drag.end} title={words.dragToOrder}>
        {!isShown && local?.preview ? <img className="picture tray-preview" src={local.preview} alt={words.previewOf({ name: local.name })} /> : <Picture photo={photo} sizes="260px" />}
      </div>
      <div className="tray-words">
        <Steps photo={photo} />
        {photo.state === 'AWAITING_UPLOAD' && !local ? <p className="tray-lost">{words.fileNeverCame}</p> : null}
        {seen.length > 0 ? <p className="tray-seen">{words.aiSees({ labels: seen.join(', ') })}</p> : null}
        {photo.text.length > 0 ? <p className="tray-seen">{words.aiReads({ text: photo.text.slice(0, 4).map(({ text }) => text).join(' · ') })}</p> : null}
        {photo.failure?.retryable ? <RetryButton photoId={photo.id} /> : null}
        {photo.failure && !photo.failure.retryable ? <p className="tray-lost">{words.retryIsNoUse}</p> : null}
        <PhotoWords photo={photo} />
        <p className="tray-acts">
          <Mover act={earlier} label={words.earlier} />
          <Mover act={later} label={words.later} />
          <button type="button" className="button button-plain" onClick={() => void deleteIt()}>
            {words.remove}
          </button>
        </p>
      </div>
    </li>
  );
}

/** Moves a photo by keyboard, and keeps the focus while the photo moves. */
function Mover({ act, label }: { act: (() => void) | undefined; label: string }) {
  const button = useRef<HTMLButtonElement>(null);
  const isMoving = useRef(false);
  useEffect(() => {
    if (isMoving.current) button.current?.focus();
    isMoving.current = false;
  });
  // aria-disabled keeps the focus where a disabled button would lose it.
  return (
    <button
      ref={button}
      type="button"
      className="button button-plain"
      aria-disabled={!act}
      onClick={() => {
        isMoving.current = true;
        act?.();
      }}
    >
      {label}
    </button>
  );
}

function begin(event: DragEvent, photoId: string, drag: Drag) {
  event.dataTransfer.effectAllowed = 'move';
  event.dataTransfer.setData('application/x-waymark-photo', photoId);
  drag.begin();
}
