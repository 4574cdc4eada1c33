// One's own photos that are not live: those under way, followed live, and those that need their author.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useQuery } from 'urql';
import { graphql, readFragment, type ResultOf } from '../../shared/graphql/graphql';
import { useLive } from '../../shared/graphql/use-live';
import { useWords } from './messages/words';
import { RetryButton } from './retry-button';
import { Steps, StepsFields } from './steps';
import { useUploads } from './upload-row';
import './own-photos.css';

const OwnPhotoFields = graphql(
  `
    fragment OwnPhotoFields on Photo {
      id
      postId
      state
      createdAt
      failure { retryable }
      post { id title }
      ...StepsFields
    }
  `,
  [StepsFields],
);
const UNFINISHED = graphql(
  `
    query UnfinishedPhotos {
      viewer {
        user { id }
        failed: photos(state: FAILED, first: 50) { edges { node { id ...OwnPhotoFields } } }
        rejected: photos(state: REJECTED, first: 50) { edges { node { id ...OwnPhotoFields } } }
        processing: photos(state: PROCESSING, first: 100) { edges { node { id ...OwnPhotoFields } } }
        waiting: photos(state: AWAITING_UPLOAD, first: 50) { edges { node { id ...OwnPhotoFields } } }
      }
    }
  `,
  [OwnPhotoFields],
);
const CURSOR = graphql(`query PhotosCursor($id: ID!) { post(id: $id) { id photos(first: 1) { eventsCursor } } }`);
const ON_PHOTO = graphql(`
  subscription OnOwnPhoto($postId: ID!) {
    onPhotoProcessing(postId: $postId) { __typename id sequence at postId photoId step status attempt photoState labels { name confidence } }
  }
`);

export type OwnPhoto = ResultOf<typeof OwnPhotoFields>;

/** How long a form to upload with holds: after that a photo without a file waits for nothing. */
const FORM_MS = 15 * 60 * 1000;

/** Return one's own photos that are being processed, and those that need their author. */
export function useOwnPhotos() {
  const [{ data }] = useQuery({ query: UNFINISHED, requestPolicy: 'cache-and-network' });
  const [opened] = useState(() => Date.now());
  const sending = useUploads().map(({ photoId }) => photoId);
  const viewer = data?.viewer;
  const pages = [viewer?.failed, viewer?.rejected, viewer?.processing, viewer?.waiting];
  const photos = pages.flatMap((page) => page?.edges.flatMap(({ node }) => (node ? [readFragment(OwnPhotoFields, node)] : [])) ?? []);
  // What events changed meanwhile is in each photo's own state, whichever list it came by.
  const isLost = ({ id, state, createdAt }: OwnPhoto) => state === 'AWAITING_UPLOAD' && !sending.includes(id) && opened - Date.parse(createdAt) > FORM_MS;
  return {
    underWay: photos.filter(({ state }) => state === 'PROCESSING'),
    failed: photos.filter((photo) => photo.state === 'FAILED' || photo.state === 'REJECTED' || isLost(photo)),
  };
}

export function OwnPhotos({ underWay, failed }: ReturnType<typeof useOwnPhotos>) {
  const words = useWords();
  const watched = [...new Set(underWay.flatMap(({ postId }) => (postId ? [postId] : [])))];
  return (
    <>
      {watched.map((postId) => (
        <Watch key={postId} postId={postId} />
      ))}
      {underWay.length > 0 ? (
        <p className="own-under-way" role="status">
          {words.underWay({ count: underWay.length })}
        </p>
      ) : null}
      {failed.length > 0 ? (
        <section aria-labelledby="own-failed" className="own-failed">
          <h2 id="own-failed">{words.failedPhotos}</h2>
          <ul>
            {failed.map((photo) => (
              <li key={photo.id}>
                {photo.post ? <strong>{photo.post.title}</strong> : null}
                {photo.state === 'AWAITING_UPLOAD' ? <p>{words.fileNeverCame}</p> : <Steps photo={photo} />}
                <p className="own-failed-acts">
                  {photo.failure?.retryable ? <RetryButton photoId={photo.id} /> : null}
                  {photo.failure && !photo.failure.retryable ? <span>{words.retryIsNoUse}</span> : null}
                  {photo.postId ? (
                    <Link to="/write/$postId" params={{ postId: photo.postId }} className="button">
                      {words.openArticle}
                    </Link>
                  ) : null}
                </p>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

/** Listens to the photos of one article; what is heard changes the cache, and so the lists. */
function Watch({ postId }: { postId: string }) {
  const [{ data }, again] = useQuery({ query: CURSOR, variables: { id: postId } });
  const reread = () => again({ requestPolicy: 'network-only' });
  useLive({ document: ON_PHOTO, variables: { postId }, cursor: data?.post?.photos?.eventsCursor, reread });
  return null;
}
