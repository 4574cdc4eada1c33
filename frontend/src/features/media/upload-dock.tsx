// The uploads on their way, in a corner of every page; leaving the site while there are any asks first.
import { useEffect } from 'react';
import { tell } from '../../shared/ui/notices';
import { useWords } from './messages/words';
import { UploadRow, useUploads } from './upload-row';
import { uploads } from './uploads';
import './upload-dock.css';

export function UploadDock() {
  const all = useUploads();
  const left = all.filter(({ state }) => state !== 'sent');
  const words = useWords();

  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (uploads.isBusy) event.preventDefault();
    };
    addEventListener('beforeunload', ask);
    addEventListener('online', uploads.wake);
    return () => {
      removeEventListener('beforeunload', ask);
      removeEventListener('online', uploads.wake);
    };
  }, []);

  useEffect(() => {
    // Not from what is drawn: a photo that is live at once is let go of before.
    let sent = new Set<string>();
    return uploads.listen(() => {
      const now = uploads.all.filter(({ state }) => state === 'sent');
      for (const { id, name } of now) if (!sent.has(id)) tell(words.sentTold({ name }));
      sent = new Set(now.map(({ id }) => id));
    });
  }, [words]);

  if (left.length === 0) return null;
  return (
    <aside aria-label={words.uploads}>
      <details className="dock" open>
        <summary>{words.onTheirWay({ count: left.length })}</summary>
        <ul>
          {left.map((upload) => (
            <UploadRow key={upload.id} upload={upload} />
          ))}
        </ul>
      </details>
    </aside>
  );
}
