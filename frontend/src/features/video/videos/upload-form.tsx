// Begins an upload: says the limits, takes a file and a title, and shows how far it is.
import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { useIdempotencyKey } from '../../../shared/graphql/idempotency-key';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { TextInput } from '../../../shared/ui/text-field';
import { ACCEPT, findFileProblem, getContentType, rememberFile } from './chosen-file';
import { useMessages } from './messages/use-messages';
import { TransferProgress } from './transfer-progress';
import { useUpload } from './use-upload';

const CREATE = graphql(`
  mutation CreateVideoUpload($input: CreateVideoUploadInput!) {
    createVideoUpload(input: $input) {
      video {
        id
        title
        state
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
const MAX_TITLE = 120;

export function UploadForm() {
  const messages = useMessages();
  const [file, setFile] = useState<File | null>(null);
  const [title, setTitle] = useState('');
  const [videoId, setVideoId] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [{ fetching }, create] = useMutation(CREATE);
  const key = useIdempotencyKey();
  const upload = useUpload();
  const isOpen = upload.status === 'idle' || upload.status === 'done';

  function chooseFile(chosen: File | undefined) {
    const problem = chosen ? findFileProblem(chosen, messages) : null;
    setRefusal(problem);
    setFile(chosen && !problem ? chosen : null);
    if (chosen && !problem) setTitle(chosen.name.replace(/\.\w+$/, '').slice(0, MAX_TITLE));
  }

  async function begin(file: File) {
    const fields = { title, contentType: getContentType(file), bytes: file.size };
    const { data, error } = await create({ input: { ...fields, idempotencyKey: key.keyFor(fields) } });
    const why = describeWriteError(error, data?.createVideoUpload);
    const video = data?.createVideoUpload?.video;
    setRefusal(why);
    if (why || !video) return;
    key.reset();
    rememberFile(video.id, file);
    setVideoId(video.id);
    await upload.send(video.id, file);
  }

  return (
    <form
      className="upload-video"
      onSubmit={(event) => {
        event.preventDefault();
        if (file) void begin(file);
      }}
    >
      <p id="video-limits">{messages.limits}</p>
      {isOpen ? (
        <>
          <label className="field">
            {messages.file}
            <input
              className="input"
              type="file"
              accept={ACCEPT}
              required
              aria-describedby="video-limits"
              onChange={({ target }) => chooseFile(target.files?.[0])}
            />
          </label>
          <label className="field">
            {messages.title}
            <TextInput
              className="input"
              value={title}
              maxCharacters={MAX_TITLE}
              required
              onChange={({ target }) => setTitle(target.value)}
            />
          </label>
          <button type="submit" className="button button-main" disabled={!file || !title.trim() || fetching}>
            {messages.start}
          </button>
        </>
      ) : null}
      {refusal ? (
        <p className="problem" role="alert">
          {refusal}
        </p>
      ) : null}
      {file && videoId && !isOpen ? (
        <TransferProgress upload={upload} resume={() => void upload.send(videoId, file)} />
      ) : null}
    </form>
  );
}
