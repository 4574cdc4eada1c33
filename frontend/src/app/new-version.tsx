// Says that a newer version of the site is there; it is loaded when the reader wants it, and no words are lost by that.
import { useEffect, useState } from 'react';
import { onNewVersion } from '../shared/offline/worker';
import { useWords } from './messages/words';

export function NewVersion() {
  const words = useWords();
  const [isThere, setThere] = useState(false);
  useEffect(() => onNewVersion(() => setThere(true)), []);
  return (
    <div role="status">
      {isThere ? (
        <p className="new-version">
          {words.newVersion}
          <button type="button" className="button button-main" onClick={() => location.reload()}>
            {words.loadNewVersion}
          </button>
        </p>
      ) : null}
    </div>
  );
}
