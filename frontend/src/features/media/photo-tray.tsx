// The photos of an article while it is written: dropped, pasted or chosen, watched while they are processed, put in order.
import { useState } from 'react';
import type { FragmentOf } from '../../shared/graphql/graphql';
import { useSession } from '../../shared/session-context';
import { ACCEPT } from './files';
import { useWords } from './messages/words';
import { PageDrop } from './page-drop';
import { PhotoEditor, type PhotoEditorFields } from './photo-editor';
import { type TakenOfferFields, TakenOffers } from './taken-offers';
import { UploadRow, useUploads } from './upload-row';
import { uploads } from './uploads';
import { useOrder } from './use-order';
import './photo-tray.css';

interface Props {
  postId: string;
  photos: readonly (FragmentOf<typeof PhotoEditorFields> & { id: string })[];
  places: FragmentOf<typeof TakenOfferFields>;
}

export function PhotoTray({ postId, photos, places }: Props) {
  const { api } = useSession();
  const words = useWords();
  const all = useUploads();
  const mine = all.filter((upload) => upload.postId === postId);
  const sending = mine.filter(({ state }) => state !== 'sent');
  const { ordered, move, said } = useOrder(postId, photos);
  const [dragged, setDragged] = useState<string | null>(null);
  const add = (files: File[]) => void uploads.add(api, postId, files);
  // While a file is on its way its row stands for it; the photo shows itself afterwards.
  const shown = ordered.filter(({ id }) => !sending.some(({ photoId }) => photoId === id));

  return (
    <section aria-labelledby="tray-title" className="tray">
      <h2 id="tray-title">{words.photos}</h2>
      <PageDrop add={add} />
      <Chooser add={add} />
      {sending.length > 0 ? (
        <ul className="tray-sending" aria-label={words.onTheirWay({ count: sending.length })}>
          {sending.map((upload) => (
            <UploadRow key={upload.id} upload={upload} />
          ))}
        </ul>
      ) : null}
      <TakenOffers postId={postId} uploads={mine} places={places} />
      <p className="hidden" role="status">
        {said}
      </p>
      <ol className="tray-photos">
        {shown.map((photo, place) => (
          <PhotoEditor
            key={photo.id}
            photo={photo}
            local={mine.find(({ photoId }) => photoId === photo.id)}
            earlier={place > 0 ? () => move(photo.id, shown[place - 1]?.id) : undefined}
            later={place < shown.length - 1 ? () => move(photo.id, shown[place + 1]?.id) : undefined}
            drag={{
              isDragged: dragged === photo.id,
              begin: () => setDragged(photo.id),
              over: () => dragged !== null && dragged !== photo.id,
              drop: () => {
                if (dragged) move(dragged, photo.id);
              },
              end: () => setDragged(null),
            }}
          />
        ))}
      </ol>
    </section>
  );
}

function Chooser({ add }: { add: (files: File[]) => void }) {
  const words = useWords();
  return (
    <label className="drop">
      <input
        type="file"
        className="hidden"
        multiple
        accept={ACCEPT}
        onChange={(event) => {
          add([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      <strong>{words.choosePhotos}</strong>
      <span>{words.dropOrPaste}</span>
      <small>{words.whatIsTaken}</small>
    </label>
  );
}
