// The viewer's photos that are processing, followed live, and those that need attention.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useQuery } from 'urql';
import { graphql, readFragment, type ResultOf } from '../../../shared/graphql/graphql';
import { useLiveEvents } from '../../../shared/graphql/use-live-events';
import { ON_PHOTO_PROCESSING } from './events';
import { useMessages } from './messages/use-messages';
import { RetryButton } from '../../platform/uploads/retry-button';
import { ProcessingSteps, StepsFields } from '../../platform/uploads/processing-steps';
import { useUploads } from '../../platform/uploads/upload-row';
import './own-photos.css';

const OwnPhotoFields = graphql(
  `
    fragment OwnPhotoFields on Photo {
      id
      postId
      state
      createdAt
      failure {
        retryable
      }
      post {
        id
        title
      }
      ...StepsFields
    }
  `,
  [StepsFields],
);
const UNFINISHED = graphql(
  `
    query UnfinishedPhotos {
      viewer {
        user {
          id
        }
        photos(states: [FAILED, REJECTED, PROCESSING, AWAITING_UPLOAD], first: 100) {
          edges {
            node {
              id
              ...OwnPhotoFields
            }
          }
        }
      }
    }
  `,
  [OwnPhotoFields],
);
const PHOTOS_CURSOR = graphql(`
  query PhotosCursor($id: ID!) {
    post(id: $id) {
      id
      photos(first: 1) {
        eventsCursor
      }
    }
  }
`);

export type OwnPhoto = ResultOf<typeof OwnPhotoFields>;

/** How long an upload form is valid; after that, a photo without a file is lost. */
const UPLOAD_FORM_VALID_MS = 15 * 60 * 1000;

/** Return the viewer's photos that are processing, and those that need attention. */
export function useOwnPhotos() {
  const [{ data }] = useQuery({ query: UNFINISHED, requestPolicy: 'cache-and-network' });
  const [openedAt] = useState(() => Date.now());
  const sending = useUploads().map(({ photoId }) => photoId);
  const edges = data?.viewer?.photos?.edges ?? [];
  const photos = edges.flatMap(({ node }) => (node ? [readFragment(OwnPhotoFields, node)] : []));
  // Use each photo's own state, which events may have changed since its list was loaded.
  const hasLostUpload = ({ id, state, createdAt }: OwnPhoto) =>
    state === 'AWAITING_UPLOAD' && !sending.includes(id) && openedAt - Date.parse(createdAt) > UPLOAD_FORM_VALID_MS;
  return {
    processing: photos.filter(({ state }) => state === 'PROCESSING'),
    failed: photos.filter((photo) => photo.state === 'FAILED' || photo.state === 'REJECTED' || hasLostUpload(photo)),
  };
}

export function OwnPhotos({ processing, failed }: ReturnType<typeof useOwnPhotos>) {
  const messages = useMessages();
  const watchedPostIds = [...new Set(processing.flatMap(({ postId }) => (postId ? [postId] : [])))];
  return (
    <>
      {watchedPostIds.map((postId) => (
        <PhotoEventsListener key={postId} postId={postId} />
      ))}
      {processing.length > 0 ? (
        <p className="own-under-way" role="status">
          {messages.processingPhotos({ count: processing.length })}
        </p>
      ) : null}
      {failed.length > 0 ? (
        <section aria-labelledby="own-failed" className="own-failed">
          <h2 id="own-failed">{messages.needAttention}</h2>
          <ul>
            {failed.map((photo) => (
              <li key={photo.id}>
                {photo.post ? <strong dir="auto">{photo.post.title}</strong> : null}
                {photo.state === 'AWAITING_UPLOAD' ? (
                  <p>{messages.uploadNotFinished}</p>
                ) : (
                  <ProcessingSteps photo={photo} />
                )}
                <p className="own-failed-acts">
                  {photo.failure?.retryable ? <RetryButton photoId={photo.id} /> : null}
                  {photo.failure && !photo.failure.retryable ? <span>{messages.cannotProcess}</span> : null}
                  {photo.postId ? (
                    <Link to="/write/$postId" params={{ postId: photo.postId }} className="button">
                      {messages.openArticle}
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

/** Subscribes to the photos of one article; events change the cache and thereby the lists. */
function PhotoEventsListener({ postId }: { postId: string }) {
  const [{ data }, refetch] = useQuery({ query: PHOTOS_CURSOR, variables: { id: postId } });
  const reload = () => refetch({ requestPolicy: 'network-only' });
  useLiveEvents({
    document: ON_PHOTO_PROCESSING,
    variables: { postId },
    cursor: data?.post?.photos?.eventsCursor,
    reload,
  });
  return null;
}
