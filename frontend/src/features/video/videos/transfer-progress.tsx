// How far an upload is, why it stopped, and a button to pause or resume it.
import { formatPercent } from '../player/format';
import { useMessages } from './messages/use-messages';
import type { useUpload } from './use-upload';

interface Props {
  upload: ReturnType<typeof useUpload>;
  resume: () => void;
}

export function TransferProgress({ upload, resume }: Props) {
  const messages = useMessages();
  const words = messages.uploadProgress({ percent: formatPercent(upload.share) });
  return (
    <div>
      <p className="video-progress">
        <progress max={1} value={upload.share} aria-label={words} />
        <span>{words}</span>
        {upload.status === 'sending' ? (
          <button type="button" className="button" onClick={upload.pause}>
            {messages.pause}
          </button>
        ) : (
          <button type="button" className="button" onClick={resume}>
            {messages.resume}
          </button>
        )}
      </p>
      {upload.problem ? (
        <p className="problem" role="alert">
          {upload.problem}
        </p>
      ) : null}
    </div>
  );
}
