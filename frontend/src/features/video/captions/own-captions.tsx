// The captions of a video, for its owner: the editor loads once it is opened.
import { lazy, type RefObject, Suspense, useState } from 'react';
import { type FragmentOf, readFragment } from '../../../shared/graphql/graphql';
import { Loading } from '../../../shared/ui/state';
import { OwnCaptionsFields } from './captions-data';
import { useMessages } from './messages/use-messages';

const CaptionEditor = lazy(async () => ({ default: (await import('./caption-editor')).CaptionEditor }));

interface Props {
  video: FragmentOf<typeof OwnCaptionsFields>;
  media: RefObject<HTMLVideoElement | null>;
}

export function OwnCaptions({ video: masked, media }: Props) {
  const video = readFragment(OwnCaptionsFields, masked);
  const messages = useMessages();
  const [wasOpened, setWasOpened] = useState(false);
  return (
    <details className="edit-video" onToggle={() => setWasOpened(true)}>
      <summary>{messages.captions}</summary>
      {wasOpened ? (
        <Suspense fallback={<Loading what={messages.loadingCaptions} />}>
          <CaptionEditor video={video} media={media} />
        </Suspense>
      ) : null}
    </details>
  );
}
