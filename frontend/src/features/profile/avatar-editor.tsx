// One's own picture: chosen, sent, watched while it is processed and moderated, taken away.
import { useEffect, useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { useSession } from '../../shared/session-context';
import { Avatar, AvatarFields } from '../../shared/ui/avatar';
import { say } from '../../shared/ui/notices';
import { ACCEPT } from '../media/files';
import { RetryButton } from '../media/retry-button';
import { Steps, StepsFields } from '../media/steps';
import { UploadRow, useUploads } from '../media/upload-row';
import { uploads } from '../media/uploads';
import { useWords } from './messages/words';
import './profile.css';

export const AvatarEditorFields = graphql(`fragment AvatarEditorFields on User { id version avatar { url } ...AvatarFields }`, [AvatarFields]);
const PICTURE = graphql(
  `query OwnPicture($id: ID!) { photo(id: $id) { id state failure { retryable } ...StepsFields } }`,
  [StepsFields],
);
const REMOVE = graphql(
  `
    mutation RemoveAvatar($input: UpdateProfileInput!) {
      updateProfile(input: $input) { user { id ...AvatarEditorFields } errors { code message } }
    }
  `,
  [AvatarEditorFields],
);

interface Props {
  user: FragmentOf<typeof AvatarEditorFields>;
  /** Read the profile again: its picture is another now. */
  changed: () => void;
}

export function AvatarEditor({ user: masked, changed }: Props) {
  const user = readFragment(AvatarEditorFields, masked);
  const { api } = useSession();
  const words = useWords();
  const [sent, setSent] = useState<string | null>(null);
  const [{ fetching }, remove] = useMutation(REMOVE);
  const upload = useUploads().find(({ id }) => id === sent);

  async function takeAway() {
    const { data, error } = await remove({ input: { expectedVersion: user.version, removeAvatar: true } });
    say(refusalOf(error, data?.updateProfile) ?? words.pictureRemoved);
  }

  return (
    <div className="avatar-editor" role="group" aria-label={words.picture}>
      {upload?.preview ? <img className="avatar avatar-preview" src={upload.preview} alt="" width={112} height={112} /> : <Avatar user={user} size={112} />}
      <div className="avatar-words">
        <p className="avatar-acts">
          <label className="button">
            <input
              type="file"
              className="hidden"
              accept={ACCEPT}
              onChange={({ target }) => {
                if (sent) uploads.forget(sent);
                setSent(uploads.add(api, null, [...(target.files ?? [])].slice(0, 1))[0] ?? null);
                target.value = '';
              }}
            />
            {user.avatar ? words.changePicture : words.choosePicture}
          </label>
          {user.avatar ? (
            <button type="button" className="button button-plain" disabled={fetching} onClick={() => void takeAway()}>
              {words.removePicture}
            </button>
          ) : null}
        </p>
        <small>{words.pictureHint}</small>
        {upload && upload.state !== 'sent' ? (
          <ul className="avatar-upload">
            <UploadRow upload={upload} />
          </ul>
        ) : null}
        {upload?.state === 'sent' && upload.photoId ? (
          <BeingRead
            photoId={upload.photoId}
            isLive={() => {
              changed();
              uploads.forget(upload.id);
              setSent(null);
              say(words.pictureIsLive);
            }}
          />
        ) : null}
      </div>
    </div>
  );
}

const ASK_MS = 700;

/** Pictures of people have no topic of their own to listen to: their steps are asked for until they end. */
function BeingRead({ photoId, isLive }: { photoId: string; isLive: () => void }) {
  const words = useWords();
  const [{ data, fetching }, again] = useQuery({ query: PICTURE, variables: { id: photoId }, requestPolicy: 'network-only' });
  const photo = data?.photo;
  const isEnded = photo?.state === 'LIVE' || photo?.state === 'FAILED' || photo?.state === 'REJECTED';

  useEffect(() => {
    if (fetching || isEnded) return undefined;
    const timer = setTimeout(() => again({ requestPolicy: 'network-only' }), ASK_MS);
    return () => clearTimeout(timer);
  }, [fetching, isEnded, again]);

  const isDone = photo?.state === 'LIVE';
  useEffect(() => {
    if (isDone) isLive();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- told once, when it is done
  }, [isDone]);

  if (!photo) return <p role="status">{words.pictureIsRead}</p>;
  return (
    <>
      <Steps photo={photo} />
      {photo.failure?.retryable ? <RetryButton photoId={photoId} /> : null}
    </>
  );
}
