// The running uploads, in a corner of every page. Leaving the site asks first while there are any.
import { useEffect } from 'react';
import { askBeforeLeaving } from '../../../shared/ui/ask-before-leaving';
import { announce } from '../../../shared/ui/notices';
import { useMessages } from './messages/use-messages';
import { UploadRow, useUploads } from './upload-row';
import { uploadQueue } from './upload-queue';
import './upload-dock.css';

export function UploadDock() {
  const allUploads = useUploads();
  const unfinished = allUploads.filter(({ state }) => state !== 'sent');
  const messages = useMessages();

  useEffect(() => {
    const confirmLeaving = (event: BeforeUnloadEvent) => {
      if (uploadQueue.isBusy) askBeforeLeaving(event);
    };
    addEventListener('beforeunload', confirmLeaving);
    addEventListener('online', uploadQueue.resumeOffline);
    return () => {
      removeEventListener('beforeunload', confirmLeaving);
      removeEventListener('online', uploadQueue.resumeOffline);
    };
  }, []);

  useEffect(() => {
    // Listen to the queue, not to renders: a photo that is live at once is removed before the next render.
    let announcedIds = new Set<string>();
    return uploadQueue.subscribe(() => {
      const now = uploadQueue.all.filter(({ state }) => state === 'sent');
      for (const { id, name } of now) if (!announcedIds.has(id)) announce(messages.uploaded({ name }));
      announcedIds = new Set(now.map(({ id }) => id));
    });
  }, [messages]);

  if (unfinished.length === 0) return null;
  return (
    <aside aria-label={messages.uploads}>
      <details className="dock" open>
        <summary>{messages.uploading({ count: unfinished.length })}</summary>
        <ul>
          {unfinished.map((upload) => (
            <UploadRow key={upload.id} upload={upload} />
          ))}
        </ul>
      </details>
    </aside>
  );
}
