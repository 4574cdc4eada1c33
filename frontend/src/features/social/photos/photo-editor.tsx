// One photo in the article editor: processing steps, labels, caption and alt text, order.
import { type DragEvent, useEffect, useRef } from 'react';
import { useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { notify, announce } from '../../../shared/ui/notices';
import { Picture, PictureFields } from '../../../shared/ui/picture';
import { useMessages } from './messages/use-messages';
import { PhotoTextForm } from './photo-text-form';
import { RetryButton } from '../../platform/uploads/retry-button';
import { ProcessingSteps, StepsFields } from '../../platform/uploads/processing-steps';
import { type Upload, uploadQueue } from '../../platform/uploads/upload-queue';
import { PhotoTextFields } from './use-photo-text';

export const PhotoEditorFields = graphql(
  `
    fragment PhotoEditorFields on Photo {
      id
      state
      labels {
        name
        confidence
      }
      text {
        text
      }
      variants {
        name
      }
      failure {
        retryable
      }
      ...PictureFields
      ...PhotoWordsFields
      ...StepsFields
    }
  `,
  [PictureFields, PhotoTextFields, StepsFields],
);
const DELETE = graphql(`
  mutation DeletePhoto($input: DeletePhotoInput!) {
    deletePhoto(input: $input) {
      deletedId
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

interface Drag {
  isDragged: boolean;
  start: () => void;
  /** Whether the dragged photo can be dropped here. */
  over: () => boolean;
  drop: () => void;
  end: () => void;
}

interface Props {
  photo: FragmentOf<typeof PhotoEditorFields>;
  /** Its upload, if this tab sent it: the preview shows until the processed picture is available. */
  local: Upload | undefined;
  moveUp: (() => void) | undefined;
  moveDown: (() => void) | undefined;
  drag: Drag;
}

export function PhotoEditor({ photo: masked, local, moveUp, moveDown, drag }: Props) {
  const photo = readFragment(PhotoEditorFields, masked);
  const messages = useMessages();
  const [, executeDelete] = useMutation(DELETE);
  const labelNames = photo.labels.slice(0, 8).map(({ name }) => name);
  const isShown = photo.variants.length > 0;
  const localId =
    local?.state === 'sent' && photo.state !== 'PROCESSING' && photo.state !== 'AWAITING_UPLOAD' ? local.id : null;

  // Processing has ended: remove the upload, and free the memory of its preview.
  useEffect(() => {
    if (localId && isShown) uploadQueue.remove(localId);
  }, [localId, isShown]);

  const previousState = useRef(photo.state);
  useEffect(() => {
    if (previousState.current !== 'LIVE' && photo.state === 'LIVE') announce(messages.photoIsLive);
    previousState.current = photo.state;
  }, [photo.state, messages]);

  async function deletePhoto() {
    const { data, error } = await executeDelete({ input: { id: photo.id } });
    const errorMessage = describeWriteError(error, data?.deletePhoto);
    if (errorMessage) notify(errorMessage);
    else if (local) uploadQueue.remove(local.id);
  }

  return (
    <li
      className={drag.isDragged ? 'tray-photo tray-dragged' : 'tray-photo'}
      onDragOver={(event) => {
        if (drag.over()) event.preventDefault();
      }}
      onDrop={drag.drop}
    >
      <div
        className="tray-picture"
        draggable
        onDragStart={(event) => startDrag(event, photo.id, drag)}
        onDragEnd={drag.end}
        title={messages.dragToReorder}
      >
        {!isShown && local?.preview ? (
          <img className="picture tray-preview" src={local.preview} alt={messages.previewOf({ name: local.name })} />
        ) : (
          <Picture photo={photo} sizes="260px" />
        )}
      </div>
      <div className="tray-words">
        <ProcessingSteps photo={photo} />
        {photo.state === 'AWAITING_UPLOAD' && !local ? <p className="tray-lost">{messages.uploadNotFinished}</p> : null}
        {labelNames.length > 0 ? (
          <p className="tray-seen">{messages.detected({ labels: labelNames.join(', ') })}</p>
        ) : null}
        {photo.text.length > 0 ? (
          <p className="tray-seen">
            {messages.textInPhoto({
              text: photo.text
                .slice(0, 4)
                .map(({ text }) => text)
                .join(' · '),
            })}
          </p>
        ) : null}
        {photo.failure?.retryable ? <RetryButton photoId={photo.id} /> : null}
        {photo.failure && !photo.failure.retryable ? <p className="tray-lost">{messages.cannotProcess}</p> : null}
        <PhotoTextForm photo={photo} />
        <p className="tray-acts">
          <MoveButton act={moveUp} label={messages.moveUp} />
          <MoveButton act={moveDown} label={messages.moveDown} />
          <button type="button" className="button button-plain" onClick={() => void deletePhoto()}>
            {messages.remove}
          </button>
        </p>
      </div>
    </li>
  );
}

/** Moves a photo by button, and keeps the focus while the photo moves. */
function MoveButton({ act, label }: { act: (() => void) | undefined; label: string }) {
  const button = useRef<HTMLButtonElement>(null);
  const isMoving = useRef(false);
  useEffect(() => {
    if (isMoving.current) button.current?.focus();
    isMoving.current = false;
  });
  // A disabled button would lose the focus; aria-disabled keeps it.
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

function startDrag(event: DragEvent, photoId: string, drag: Drag) {
  event.dataTransfer.effectAllowed = 'move';
  event.dataTransfer.setData('application/x-waymark-photo', photoId);
  drag.start();
}
