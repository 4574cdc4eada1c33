// The uploads on their way, in a corner of every page: how far, pause, retry, cancel.
import { useSyncExternalStore } from 'react';
import { useSession } from '../../shared/session-context';
import { type Upload, uploads } from './uploads';
import './media.css';

export function useUploads(): readonly Upload[] {
  return useSyncExternalStore(uploads.listen, () => uploads.all);
}

export function UploadDock() {
  const all = useUploads();
  if (all.length === 0) return null;
  const left = all.filter(({ state }) => state !== 'sent').length;
  return (
    <details className="dock" open>
      <summary>{left > 0 ? `${left} of ${all.length} uploads on their way` : 'All uploads arrived'}</summary>
      <ul>
        {all.map((upload) => (
          <UploadRow key={upload.id} upload={upload} />
        ))}
      </ul>
      {left < all.length ? (
        <button type="button" className="button button-plain" onClick={() => uploads.clearSent()}>
          Clear what has arrived
        </button>
      ) : null}
    </details>
  );
}

export function UploadRow({ upload: { id, name, state, share, problem } }: { upload: Upload }) {
  const { api } = useSession();
  return (
    <li>
      <div className="dock-row">
        <span>{name}</span>
        {state === 'sending' ? <Act does="Pause" to={name} act={() => uploads.pause(id)} /> : null}
        {state === 'paused' ? <Act does="Resume" to={name} act={() => uploads.resume(api, id)} /> : null}
        {state === 'failed' ? <Act does="Retry" to={name} act={() => uploads.resume(api, id)} /> : null}
        {state === 'sent' ? <span>sent</span> : <Act does="Cancel" to={name} act={() => uploads.cancel(id)} />}
      </div>
      <progress value={share} max={1} aria-label={`${name}: upload`} />
      {problem ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : null}
    </li>
  );
}

function Act({ does, to, act }: { does: string; to: string; act: () => void }) {
  return (
    <button type="button" className="button button-plain" aria-label={`${does} ${to}`} onClick={act}>
      {does}
    </button>
  );
}
