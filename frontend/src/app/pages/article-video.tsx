// A video in an article, for the page that shows it and for the preview of a draft; it loads with the first of them.
import { lazy, type ReactNode, Suspense } from 'react';

const EmbeddedVideo = lazy(async () => {
  try {
    return { default: (await import('../../features/video/player/embedded-video')).EmbeddedVideo };
  } catch {
    return { default: () => null }; // without a network, the address stays
  }
});

export function showVideo(video: { id: string; startAt: number | null }): ReactNode {
  return (
    <Suspense>
      <EmbeddedVideo {...video} />
    </Suspense>
  );
}
