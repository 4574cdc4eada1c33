// The profile picture: upload, processing and removal.
import { useEffect, useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { useSession } from '../../../shared/session-context';
import { Avatar, AvatarFields } from '../../../shared/ui/avatar';
import { notify } from '../../../shared/ui/notices';
import { ACCEPT } from '../uploads/files';
import { RetryButton } from '../uploads/retry-button';
import { ProcessingSteps, StepsFields } from '../uploads/processing-steps';
import { UploadRow, useUploads } from '../uploads/upload-row';
import { uploadQueue } from '../uploads/upload-queue';
import { useMessages } from './messages/use-messages';
import './profile.css';

export const AvatarEditorFields = graphql(
  `
    fragment AvatarEditorFields on User {
      id
      version
      avatar {
        url
      }
      ...AvatarFields
    }
  `,
  [AvatarFields],
);
const AVATAR_PHOTO = graphql(
  `
    query OwnPicture($id: ID!) {
      photo(id: $id) {
        id
        state
        failure {
          retryable
        }
        ...StepsFields
      }
    }
  `,
  [StepsFields],
);
const REMOVE = graphql(
  `
    mutation RemoveAvatar($input: UpdateProfileInput!) {
      updateProfile(input: $input) {
        user {
          id
          ...AvatarEditorFields
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
  `,
  [AvatarEditorFields],
);

interface Props {
  user: FragmentOf<typeof AvatarEditorFields>;
  /** Reload the profile, because its picture has changed. */
  onChange: () => void;
}

export function AvatarEditor({ user: masked, onChange }: Props) {
  const user = readFragment(AvatarEditorFields, masked);
  const { api } = useSession();
  const messages = useMessages();
  const [uploadId, setUploadId] = useState<string | null>(null);
  const [{ fetching }, executeRemove] = useMutation(REMOVE);
  const upload = useUploads().find(({ id }) => id === uploadId);

  async function removeAvatar() {
    const { data, error } = await executeRemove({ input: { expectedVersion: user.version, removeAvatar: true } });
    notify(describeWriteError(error, data?.updateProfile) ?? messages.pictureRemoved);
  }

  return (
    <div className="avatar-editor" role="group" aria-label={messages.picture}>
      {upload?.preview ? (
        <img className="avatar avatar-preview" src={upload.preview} alt="" width={112} height={112} />
      ) : (
        <Avatar user={user} size={112} />
      )}
      <div className="avatar-words">
        <p className="avatar-acts">
          <label className="button">
            <input
              type="file"
              className="hidden"
              accept={ACCEPT}
              onChange={({ target }) => {
                if (uploadId) uploadQueue.remove(uploadId);
                setUploadId(uploadQueue.add(api, null, [...(target.files ?? [])].slice(0, 1))[0] ?? null);
                target.value = '';
              }}
            />
            {user.avatar ? messages.changePicture : messages.choosePicture}
          </label>
          {user.avatar ? (
            <button
              type="button"
              className="button button-plain"
              disabled={fetching}
              onClick={() => void removeAvatar()}
            >
              {messages.removePicture}
            </button>
          ) : null}
        </p>
        <small>{messages.pictureHint}</small>
        {upload && upload.state !== 'sent' ? (
          <ul className="avatar-upload">
            <UploadRow upload={upload} />
          </ul>
        ) : null}
        {upload?.state === 'sent' && upload.photoId ? (
          <AvatarProcessing
            photoId={upload.photoId}
            onLive={() => {
              onChange();
              uploadQueue.remove(upload.id);
              setUploadId(null);
              notify(messages.pictureIsLive);
            }}
          />
        ) : null}
      </div>
    </div>
  );
}

const POLL_MS = 700;

/** Profile pictures have no events, so their steps are polled until processing ends. */
function AvatarProcessing({ photoId, onLive }: { photoId: string; onLive: () => void }) {
  const messages = useMessages();
  const [{ data, fetching }, refetch] = useQuery({
    query: AVATAR_PHOTO,
    variables: { id: photoId },
    requestPolicy: 'network-only',
  });
  const photo = data?.photo;
  const isEnded = photo?.state === 'LIVE' || photo?.state === 'FAILED' || photo?.state === 'REJECTED';

  useEffect(() => {
    if (fetching || isEnded) return undefined;
    const timer = setTimeout(() => refetch({ requestPolicy: 'network-only' }), POLL_MS);
    return () => clearTimeout(timer);
  }, [fetching, isEnded, refetch]);

  const isDone = photo?.state === 'LIVE';
  useEffect(() => {
    if (isDone) onLive();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- told once, when it is done
  }, [isDone]);

  if (!photo) return <p role="status">{messages.pictureProcessing}</p>;
  return (
    <>
      <ProcessingSteps photo={photo} />
      {photo.failure?.retryable ? <RetryButton photoId={photoId} /> : null}
    </>
  );
}
