// Where the viewer's encoder sends to, and its stream key, which is shown once.
import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { ConfirmButton } from '../../../shared/ui/confirm-button';
import { notify } from '../../../shared/ui/notices';
import { ErrorState } from '../../../shared/ui/state';
import { TimeAgo } from '../../../shared/ui/time-ago';
import { useMessages } from './messages/use-messages';

const INGEST = graphql(`
  query StreamIngest {
    viewer {
      user {
        id
      }
      streamIngest {
        url
        keyCreatedAt
      }
    }
  }
`);
const ROTATE = graphql(`
  mutation RotateStreamKey {
    rotateStreamKey {
      key {
        value
      }
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

export function StreamKey() {
  const messages = useMessages();
  const [{ data, error }, refetch] = useQuery({ query: INGEST });
  const reload = () => refetch({ requestPolicy: 'network-only' });
  const [{ fetching }, rotate] = useMutation(ROTATE);
  const [key, setKey] = useState<string | null>(null);
  const ingest = data?.viewer?.streamIngest;

  async function rotateKey() {
    const { data: answer, error: failure } = await rotate({});
    const why = describeWriteError(failure, answer?.rotateStreamKey);
    if (why) {
      notify(why);
      return;
    }
    setKey(answer?.rotateStreamKey?.key?.value ?? null);
    reload();
  }

  if (!data?.viewer) return error ? <ErrorState error={error} retry={reload} /> : null;
  return (
    <section aria-labelledby="encoder">
      <h2 id="encoder">{messages.encoder}</h2>
      <p>{messages.encoderNote}</p>
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
                <Copied text={key} /> <p role="status">{messages.keyNote}</p>
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
          isDisabled={fetching}
          question={messages.rotateQuestion}
          consequence={messages.rotateConsequence}
          action={messages.rotateKey}
          onConfirm={() => void rotateKey()}
        />
      ) : (
        <button type="button" className="button button-main" disabled={fetching} onClick={() => void rotateKey()}>
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
