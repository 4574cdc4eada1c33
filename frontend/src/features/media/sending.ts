// How one file leaves this device: leave from the API, then a form to the store.
import type { Api } from '../../shared/graphql/api';
import { graphql } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { typeOf } from './files';
import { wordsNow } from './messages/words';

interface Ticket {
  url: string;
  fields: { name: string; value: string }[];
}

interface Leave {
  photoId: string | null;
  /** Null once the picture has arrived: the answer to an earlier try was lost. */
  ticket: Ticket | null;
}

/** Posts a form, tells how much of it left, and can be stopped. Rejects with a sentence for people. */
export type Send = (ticket: Ticket, file: File, told: (share: number) => void, signal: AbortSignal) => Promise<void>;

const CREATE_UPLOAD = graphql(`
  mutation CreateUpload($input: CreateUploadInput!) {
    createUpload(input: $input) {
      upload { url fields { name value } }
      photo { id state }
      errors { code message }
    }
  }
`);
const DELETE = graphql(`
  mutation DeleteUpload($input: DeletePhotoInput!) {
    deletePhoto(input: $input) { deletedId errors { code message } }
  }
`);

/** The network did not carry it: trying again later may help, without anybody's doing. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** Ask for leave to upload. The upload's own id is the idempotency key, so that a repeat gets the same photo. */
export async function leaveFor(api: Api, { id, postId }: { id: string; postId: string | null }, file: File): Promise<Leave> {
  const purpose = postId ? ('PHOTO' as const) : ('AVATAR' as const);
  const input = { purpose, postId, contentType: typeOf(file), bytes: file.size, idempotencyKey: id };
  const { data, error } = await api.client.mutation(CREATE_UPLOAD, { input });
  const refusal = refusalOf(error, data?.createUpload);
  if (refusal) throw error?.networkError ? new Unreachable(refusal) : new Error(refusal);
  return { photoId: data?.createUpload?.photo?.id ?? null, ticket: data?.createUpload?.upload ?? null };
}

/** Take a photo back whose upload was cancelled. Should that fail it stands in the article, where it can be removed. */
export async function takeBack(api: Api, photoId: string): Promise<void> {
  await api.client.mutation(DELETE, { input: { id: photoId } });
}

/** Post the form by XMLHttpRequest, which alone tells how much has left. */
export const sendForm: Send = (ticket, file, told, signal) =>
  new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    for (const { name, value } of ticket.fields) form.append(name, value);
    form.append('file', file);
    request.upload.onprogress = ({ loaded, total }) => told(total ? loaded / total : 0);
    request.onload = () => (request.status < 300 ? done() : fail(new Error(wordsNow().storeRefused({ status: request.status }))));
    request.onerror = () => fail(new Unreachable(wordsNow().storeSilent));
    request.onabort = () => fail(new DOMException('', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    request.open('POST', ticket.url);
    request.send(form);
  });
