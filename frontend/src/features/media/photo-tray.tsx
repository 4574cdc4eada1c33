// The photos of an article while it is written: dropped, pasted or chosen, watched while they are processed, put in order.
import { type DragEvent, useEffect, useState } from 'react';
import { useMutation } from 'urql';
import { type FragmentOf, graphql } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { useSession } from '../../shared/session-context';
import { say } from '../../shared/ui/notices';
import { PhotoEditor, PhotoEditorFields } from './photo-editor';
import { UploadRow, useUploads } from './upload-dock';
import { uploads } from './uploads';
import './photo-tray.css';

const REORDER = graphql(`
  mutation ReorderPhotos($input: ReorderPhotosInput!) {
    reorderPhotos(input: $input) { photos { id } errors { code message } }
  }
`);

interface Props {
  postId: string;
  photos: readonly (FragmentOf<typeof PhotoEditorFields> & { id: string })[];
}

export function PhotoTray({ postId, photos }: Props) {
  const { api } = useSession();
  const sending = useUploads().filter((upload) => upload.postId === postId && upload.state !== 'sent');
  const [, reorder] = useMutation(REORDER);

  useEffect(() => {
    const paste = ({ clipboardData }: ClipboardEvent) => uploads.add(api, postId, picturesOf(clipboardData));
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, [api, postId]);

  async function move(from: number, to: number) {
    const photoIds = photos.map(({ id }) => id);
    photoIds.splice(to, 0, ...photoIds.splice(from, 1));
    const { data, error } = await reorder({ input: { postId, photoIds } });
    const refusal = refusalOf(error, data?.reorderPhotos);
    if (refusal) say(refusal);
  }

  return (
    <section aria-labelledby="tray-title" className="tray">
      <h2 id="tray-title">Photos</h2>
      <DropZone add={(files) => uploads.add(api, postId, files)} />
      {sending.length > 0 ? (
        <ul className="tray-sending">
          {sending.map((upload) => (
            <UploadRow key={upload.id} upload={upload} />
          ))}
        </ul>
      ) : null}
      <ol className="tray-photos">
        {photos.map((photo, place) => (
          <PhotoEditor
            key={photo.id}
            photo={photo}
            earlier={place > 0 ? () => void move(place, place - 1) : undefined}
            later={place < photos.length - 1 ? () => void move(place, place + 1) : undefined}
          />
        ))}
      </ol>
    </section>
  );
}

function DropZone({ add }: { add: (files: File[]) => void }) {
  const [isOver, setOver] = useState(false);

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    add([...event.dataTransfer.files]);
  }

  return (
    <label
      className={isOver ? 'drop drop-over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <input
        type="file"
        className="hidden"
        multiple
        accept="image/*"
        onChange={(event) => {
          add([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      <strong>Choose photos</strong>, drop them here, or paste them.
      <small>JPEG, PNG, WebP, GIF, HEIC or AVIF, up to 25 MB each. Their location is taken out before anyone sees them.</small>
    </label>
  );
}

function picturesOf(data: DataTransfer | null): File[] {
  return [...(data?.files ?? [])].filter(({ type }) => type.startsWith('image/'));
}
