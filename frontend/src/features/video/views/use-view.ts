// Tells the API once that somebody watches a video or a livestream.
import { type RefObject, useEffect } from 'react';
import { useClient } from 'urql';
import { RECORD_VIEW } from './operations';
import { createWatchTime } from './watch-time';

/** A refusal is nothing that a viewer could mend, so nobody is told of it. */
export function useView(media: RefObject<HTMLVideoElement | null>, subjectId: string, isEndless = false): void {
  const client = useClient();
  useEffect(() => {
    const element = media.current;
    if (!element) return;
    const isView = createWatchTime();
    const stop = () => element.removeEventListener('timeupdate', note);
    const note = () => {
      if (!isView(element.currentTime, isEndless ? Number.POSITIVE_INFINITY : element.duration)) return;
      stop();
      void client.mutation(RECORD_VIEW, { input: { subjectId } }).toPromise();
    };
    element.addEventListener('timeupdate', note);
    return stop;
  }, [client, media, subjectId, isEndless]);
}
