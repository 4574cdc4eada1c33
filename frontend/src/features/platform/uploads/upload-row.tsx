// One upload: preview, progress, error, and its actions.
import { useSyncExternalStore } from 'react';
import { useSession } from '../../../shared/session-context';
import { useMessages } from './messages/use-messages';
import { type Upload, uploadQueue } from './upload-queue';
import './upload-row.css';

export function useUploads(): readonly Upload[] {
  return useSyncExternalStore(uploadQueue.subscribe, () => uploadQueue.all);
}

export function UploadRow({ upload: { id, name, state, progress, errorMessage, preview } }: { upload: Upload }) {
  const { api } = useSession();
  const messages = useMessages();
  const statusTexts = {
    waiting: messages.queued,
    sending: messages.percent({ share: Math.round(progress * 100) }),
    offline: '',
    paused: messages.paused,
    failed: '',
    refused: '',
    sent: '',
  };
  const isOver = state === 'refused';
  return (
    <li className={`upload upload-${state}`}>
      {preview ? (
        <img className="upload-picture" src={preview} alt="" width={48} height={48} onError={hidePreview} />
      ) : null}
      <div className="upload-words">
        <p className="upload-name">
          <span dir="auto">{name}</span> <small>{statusTexts[state]}</small>
        </p>
        {isOver ? null : <progress value={progress} max={1} aria-label={messages.progressOf({ name })} />}
        {errorMessage ? (
          <p className="problem" role="alert">
            {errorMessage}
          </p>
        ) : null}
      </div>
      <div className="upload-acts">
        {state === 'sending' || state === 'waiting' ? (
          <UploadAction label={messages.pause} fileName={name} act={() => uploadQueue.pause(id)} />
        ) : null}
        {state === 'paused' || state === 'offline' ? (
          <UploadAction label={messages.resume} fileName={name} act={() => uploadQueue.resume(api, id)} />
        ) : null}
        {state === 'failed' ? (
          <UploadAction label={messages.retry} fileName={name} act={() => uploadQueue.resume(api, id)} />
        ) : null}
        <UploadAction
          label={isOver ? messages.dismiss : messages.cancel}
          fileName={name}
          act={() => uploadQueue.cancel(id)}
        />
      </div>
    </li>
  );
}

/** Formats that the browser cannot display, such as HEIC, have no preview. */
function hidePreview({ currentTarget }: { currentTarget: HTMLImageElement }) {
  currentTarget.hidden = true;
}

function UploadAction({ label, fileName, act }: { label: string; fileName: string; act: () => void }) {
  return (
    <button type="button" className="button button-plain" aria-label={`${label} ${fileName}`} onClick={act}>
      {label}
    </button>
  );
}
