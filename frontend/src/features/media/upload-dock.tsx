// The uploads on their way, in a corner of every page: how far, pause, retry, cancel.
import { useSyncExternalStore } from 'react';
import { useSession } from '../../shared/session-context';
import { type Upload, uploads } from './uploads';
import './media.css';

export function useUploads(): readonly Upload[] {
  return useSyncExternalStore(uploads.listen, () => uploads.all);
}

export function UploadDock() {
  const left = useUploads().filter(({ state }) => state !== 'sent');
  if (left.length === 0) return null;
  return (
    <details className="dock" open>
      <summary>{left.length === 1 ? '1 upload on its way' : `${left.length} uploads on their way`}</summary>
      <ul>
        {left.map((upload) => (
          <UploadRow key={upload.id} upload={upload} />
        ))}
      </ul>
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
        <Act does="Cancel" to={name} act={() => uploads.cancel(id)} />
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
