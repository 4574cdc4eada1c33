// One upload of a video: begins or continues it, pauses, and asks before the page is left meanwhile.
import { useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { askBeforeLeaving } from '../../../shared/ui/ask-before-leaving';
import { announce } from '../../../shared/ui/notices';
import { forgetFile } from './chosen-file';
import { useMessages } from './messages/use-messages';
import { putPart, sendMissingParts } from './transfer';

const UPLOAD = graphql(`
  query VideoUploadState($id: ID!) {
    video(id: $id) {
      id
      title
      state
      upload {
        bytes
        partBytes
        partCount
        partsDone
      }
    }
  }
`);
const SIGN = graphql(`
  mutation SignVideoParts($input: SignVideoPartsInput!) {
    signVideoParts(input: $input) {
      parts {
        number
        url
        firstByte
        bytes
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
const COMPLETE = graphql(`
  mutation CompleteVideoUpload($input: CompleteVideoUploadInput!) {
    completeVideoUpload(input: $input) {
      video {
        id
        state
        upload {
          partsDone
        }
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

type UploadStatus = 'idle' | 'sending' | 'paused' | 'failed' | 'done';

/** Return how an upload is, and what can be done with it. */
export function useUpload() {
  const client = useClient();
  const messages = useMessages();
  const [status, setStatus] = useState<UploadStatus>('idle');
  const [share, setShare] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const controller = useRef<AbortController | null>(null);

  useEffect(() => {
    if (status !== 'sending') return;
    window.addEventListener('beforeunload', askBeforeLeaving);
    return () => window.removeEventListener('beforeunload', askBeforeLeaving);
  }, [status]);
  useEffect(() => () => controller.current?.abort(), []);

  async function signParts(id: string, parts: number[]) {
    const { data, error } = await client.mutation(SIGN, { input: { id, parts } }).toPromise();
    const why = describeWriteError(error, data?.signVideoParts);
    if (why) throw new UploadRefused(why);
    return data?.signVideoParts?.parts ?? [];
  }

  async function transfer(id: string, file: File, signal: AbortSignal) {
    const { data } = await client.query(UPLOAD, { id }, { requestPolicy: 'network-only' }).toPromise();
    const upload = data?.video?.upload;
    if (!data?.video || !upload) throw new UploadRefused(messages.notFound);
    const sign = (numbers: number[]) => signParts(id, numbers);
    await sendMissingParts({ ...upload, file, signParts: sign, sendPart: putPart, showProgress: setShare, signal });
    const completed = await client.mutation(COMPLETE, { input: { id } }).toPromise();
    const why = describeWriteError(completed.error, completed.data?.completeVideoUpload);
    if (why) throw new UploadRefused(why);
    forgetFile(id);
    announce(messages.uploaded({ title: data.video.title }));
  }

  async function send(id: string, file: File) {
    const current = new AbortController();
    controller.current = current;
    setProblem(null);
    setStatus('sending');
    try {
      await transfer(id, file, current.signal);
      setStatus('done');
    } catch (error) {
      if (current.signal.aborted) return;
      const why = error instanceof UploadRefused ? error.message : messages.connectionLost;
      setProblem(messages.uploadFailed({ why }));
      setStatus('failed');
    }
  }

  function pause() {
    controller.current?.abort();
    setStatus('paused');
  }

  return { status, share, problem, send, pause };
}

/** The API refused to go on; the message says why. */
class UploadRefused extends Error {}
