// The uploads on their way, in a corner of every page; leaving the site while there are any asks first.
import { useEffect } from 'react';
import { useWords } from './messages/words';
import { UploadRow, useUploads } from './upload-row';
import { uploads } from './uploads';
import './upload-dock.css';

export function UploadDock() {
  const left = useUploads().filter(({ state }) => state !== 'sent');
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

  if (left.length === 0) return null;
  return (
    <details className="dock" open>
      <summary>{words.onTheirWay({ count: left.length })}</summary>
      <ul>
        {left.map((upload) => (
          <UploadRow key={upload.id} upload={upload} />
        ))}
      </ul>
    </details>
  );
}
