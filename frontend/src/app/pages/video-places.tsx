// The places of a video, for its owner: pinned by name, on the map, or by coordinates.
import { lazy, Suspense, useState } from 'react';
import { useQuery } from 'urql';
import { PinEditorFields } from '../../features/platform/map/pin-editor';
import { useMessages } from '../../features/video/videos/messages/use-messages';
import { graphql } from '../../shared/graphql/graphql';
import { ErrorState, Loading } from '../../shared/ui/state';

const PinEditor = lazy(async () => ({ default: (await import('../../features/platform/map/pin-editor')).PinEditor }));

const VIDEO_PLACES = graphql(
  `
    query VideoPlaces($id: ID!) {
      video(id: $id) {
        id
        pins(first: 100) {
          ...PinEditorFields
        }
      }
    }
  `,
  [PinEditorFields],
);

/** The editor loads once it is opened. */
export function VideoPlaces({ videoId }: { videoId: string }) {
  const messages = useMessages();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className="edit-video" onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>{messages.places}</summary>
      {isOpen ? <OpenPlaces videoId={videoId} /> : null}
    </details>
  );
}

function OpenPlaces({ videoId }: { videoId: string }) {
  const messages = useMessages();
  const [{ data, error }, refetch] = useQuery({ query: VIDEO_PLACES, variables: { id: videoId } });
  const video = data?.video;
  if (error && !video) return <ErrorState error={error} retry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (!video) return <Loading what={messages.loadingPlaces} />;
  return (
    <Suspense fallback={<Loading what={messages.loadingPlaces} />}>
      <PinEditor subjectId={video.id} pins={video.pins} />
    </Suspense>
  );
}
