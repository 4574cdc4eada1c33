// One upload: its picture, how far it is, pause, resume, retry, cancel, and why it failed.
import { useSyncExternalStore } from 'react';
import { useSession } from '../../shared/session-context';
import { useWords } from './messages/words';
import { type Upload, uploads } from './uploads';
import './upload-row.css';

export function useUploads(): readonly Upload[] {
  return useSyncExternalStore(uploads.listen, () => uploads.all);
}

export function UploadRow({ upload: { id, name, state, share, problem, preview } }: { upload: Upload }) {
  const { api } = useSession();
  const words = useWords();
  const said = { waiting: words.waitsItsTurn, sending: words.percent({ share: Math.round(share * 100) }), offline: '', paused: words.paused, failed: '', refused: '', sent: '' };
  const isOver = state === 'refused';
  return (
    <li className={`upload upload-${state}`}>
      {preview ? <img className="upload-picture" src={preview} alt="" width={48} height={48} onError={hide} /> : null}
      <div className="upload-words">
        <p className="upload-name">
          <span>{name}</span> <small>{said[state]}</small>
        </p>
        {isOver ? null : <progress value={share} max={1} aria-label={words.progressOf({ name })} />}
        {problem ? (
          <p className="problem" role="alert">
            {problem}
          </p>
        ) : null}
      </div>
      <div className="upload-acts">
        {state === 'sending' || state === 'waiting' ? <Act does={words.pause} to={name} act={() => uploads.pause(id)} /> : null}
        {state === 'paused' || state === 'offline' ? <Act does={words.resume} to={name} act={() => uploads.resume(api, id)} /> : null}
        {state === 'failed' ? <Act does={words.retry} to={name} act={() => uploads.resume(api, id)} /> : null}
        <Act does={isOver ? words.dismiss : words.cancel} to={name} act={() => uploads.cancel(id)} />
      </div>
    </li>
  );
}

/** A format this browser cannot draw, HEIC say, has no preview. */
function hide({ currentTarget }: { currentTarget: HTMLImageElement }) {
  currentTarget.hidden = true;
}

function Act({ does, to, act }: { does: string; to: string; act: () => void }) {
  return (
    <button type="button" className="button button-plain" aria-label={`${does} ${to}`} onClick={act}>
      {does}
    </button>
  );
}
