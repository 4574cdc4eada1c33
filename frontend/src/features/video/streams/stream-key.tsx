// Where the viewer's encoder sends to, and its stream key, which is shown once.
import { ConfirmButton } from '../../../shared/ui/confirm-button';
import { notify } from '../../../shared/ui/notices';
import { ErrorState } from '../../../shared/ui/state';
import { TimeAgo } from '../../../shared/ui/time-ago';
import { useMessages } from './messages/use-messages';
import type { StreamKeyState } from './use-stream-key';

export function StreamKey({ streamKey }: { streamKey: StreamKeyState }) {
  const messages = useMessages();
  const { ingest, key, isTaking, take } = streamKey;

  if (!streamKey.isKnown)
    return streamKey.error ? <ErrorState error={streamKey.error} retry={streamKey.reload} /> : null;
  return (
    <section aria-labelledby="encoder">
      <h2 id="encoder">{messages.encoder}</h2>
      <p>{messages.encoderNote}</p>
      <p>{messages.cameraNote}</p>
      {ingest ? (
        <dl className="stream-ingest">
          <dt>{messages.server}</dt>
          <dd>
            <Copied text={ingest.url} />
          </dd>
          <dt>{messages.streamKey}</dt>
          <dd>
            {key ? (
              <>
                <Copied text={key.value} /> <p role="status">{messages.keyNote}</p>
              </>
            ) : ingest.keyCreatedAt ? (
              <TimeAgo at={ingest.keyCreatedAt} />
            ) : null}
          </dd>
        </dl>
      ) : null}
      {ingest?.keyCreatedAt ? (
        <ConfirmButton
          label={messages.rotateKey}
          className="button"
          isDisabled={isTaking}
          question={messages.rotateQuestion}
          consequence={messages.rotateConsequence}
          action={messages.rotateKey}
          onConfirm={() => void take()}
        />
      ) : (
        <button type="button" className="button button-main" disabled={isTaking} onClick={() => void take()}>
          {messages.getKey}
        </button>
      )}
    </section>
  );
}

function Copied({ text }: { text: string }) {
  const messages = useMessages();

  async function copy() {
    await navigator.clipboard.writeText(text);
    notify(messages.copied);
  }

  return (
    <>
      <code>{text}</code>{' '}
      <button type="button" className="button button-plain" onClick={() => void copy()}>
        {messages.copy}
      </button>
    </>
  );
}
