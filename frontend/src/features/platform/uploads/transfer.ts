// The transfer of one file: request an upload form from the API, then post the file to storage.
import type { Api } from '../../../shared/graphql/api';
import { graphql } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { getContentType } from './files';
import { getMessages } from './messages/use-messages';

interface UploadForm {
  url: string;
  fields: readonly { name: string; value: string }[];
}

interface UploadGrant {
  photoId: string | null;
  /** Null when the file has arrived already and an earlier response was lost. */
  form: UploadForm | null;
}

/** Posts a form with progress and cancellation. Rejects with a message for people. */
export type Send = (
  ticket: UploadForm,
  file: Blob,
  onProgress: (progress: number) => void,
  signal: AbortSignal,
) => Promise<void>;

const CREATE_UPLOAD = graphql(`
  mutation CreateUpload($input: CreateUploadInput!) {
    createUpload(input: $input) {
      upload {
        url
        fields {
          name
          value
        }
      }
      photo {
        id
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
const DELETE = graphql(`
  mutation DeleteUpload($input: DeletePhotoInput!) {
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

/** The network failed; a retry may succeed. */
export class NetworkUnreachable extends Error {
  override readonly name = 'Unreachable';
}

/** Request an upload form. The upload's id is the idempotency key, so that a retry gets the same photo. */
export async function requestUpload(
  api: Api,
  { id, postId }: { id: string; postId: string | null },
  file: File,
): Promise<UploadGrant> {
  const purpose = postId ? ('PHOTO' as const) : ('AVATAR' as const);
  const input = { purpose, postId, contentType: getContentType(file), bytes: file.size, idempotencyKey: id };
  const { data, error } = await api.client.mutation(CREATE_UPLOAD, { input });
  const refusal = describeWriteError(error, data?.createUpload);
  if (refusal) throw error?.networkError ? new NetworkUnreachable(refusal) : new Error(refusal);
  return { photoId: data?.createUpload?.photo?.id ?? null, form: data?.createUpload?.upload ?? null };
}

/** Delete the photo of a cancelled upload. If that fails, it stays in the article, where it can be removed. */
export async function deleteUpload(api: Api, photoId: string): Promise<void> {
  await api.client.mutation(DELETE, { input: { id: photoId } });
}

/** Post the form with XMLHttpRequest, because `fetch` has no upload progress. */
export const sendForm: Send = (ticket, file, told, signal) =>
  new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    for (const { name, value } of ticket.fields) form.append(name, value);
    form.append('file', file);
    request.upload.onprogress = ({ loaded, total }) => told(total ? loaded / total : 0);
    request.onload = () =>
      request.status < 300 ? done() : fail(new Error(getMessages().uploadRefused({ status: request.status })));
    request.onerror = () => fail(new NetworkUnreachable(getMessages().uploadUnreachable));
    request.onabort = () => fail(new DOMException('', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    request.open('POST', ticket.url);
    request.send(form);
  });
