// The photos in the article editor: added, processed and ordered.
import { useState } from 'react';
import type { FragmentOf } from '../../../shared/graphql/graphql';
import { useSession } from '../../../shared/session-context';
import { ACCEPT } from '../../platform/uploads/files';
import { useMessages as useUploadMessages } from '../../platform/uploads/messages/use-messages';
import { useMessages } from './messages/use-messages';
import { PageDrop } from './page-drop';
import { PhotoEditor, type PhotoEditorFields } from './photo-editor';
import { type PinSuggestionFields, PinSuggestions } from './pin-suggestions';
import { UploadRow, useUploads } from '../../platform/uploads/upload-row';
import { uploadQueue } from '../../platform/uploads/upload-queue';
import { usePhotoOrder } from './use-photo-order';
import './photo-tray.css';

interface Props {
  postId: string;
  photos: readonly (FragmentOf<typeof PhotoEditorFields> & { id: string })[];
  places: FragmentOf<typeof PinSuggestionFields>;
}

export function PhotoTray({ postId, photos, places }: Props) {
  const { api } = useSession();
  const messages = useMessages();
  const uploadMessages = useUploadMessages();
  const allUploads = useUploads();
  const uploadsOfPost = allUploads.filter((upload) => upload.postId === postId);
  const sending = uploadsOfPost.filter(({ state }) => state !== 'sent');
  const { ordered, move } = usePhotoOrder(postId, photos);
  const [dragged, setDragged] = useState<string | null>(null);
  const add = (files: File[]) => void uploadQueue.add(api, postId, files);
  // During an upload its row represents the photo.
  const shown = ordered.filter(({ id }) => !sending.some(({ photoId }) => photoId === id));

  return (
    <section aria-labelledby="tray-title" className="tray">
      <h2 id="tray-title">{messages.photos}</h2>
      <PageDrop add={add} />
      <PhotoChooser add={add} />
      {sending.length > 0 ? (
        <ul className="tray-sending" aria-label={uploadMessages.uploading({ count: sending.length })}>
          {sending.map((upload) => (
            <UploadRow key={upload.id} upload={upload} />
          ))}
        </ul>
      ) : null}
      <PinSuggestions postId={postId} uploads={uploadsOfPost} places={places} />
      <ol className="tray-photos">
        {shown.map((photo, place) => (
          <PhotoEditor
            key={photo.id}
            photo={photo}
            local={uploadsOfPost.find(({ photoId }) => photoId === photo.id)}
            moveUp={place > 0 ? () => move(photo.id, shown[place - 1]?.id) : undefined}
            moveDown={place < shown.length - 1 ? () => move(photo.id, shown[place + 1]?.id) : undefined}
            drag={{
              isDragged: dragged === photo.id,
              start: () => setDragged(photo.id),
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

function PhotoChooser({ add }: { add: (files: File[]) => void }) {
  const messages = useMessages();
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
      <strong>{messages.choosePhotos}</strong>
      <span>{messages.dropOrPaste}</span>
      <small>{messages.acceptedFiles}</small>
    </label>
  );
}
