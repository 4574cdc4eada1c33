// Offers to reload when a new version of the site has been installed. Unsent text survives the reload.
import { useEffect, useState } from 'react';
import { onNewVersion } from '../shared/offline/service-worker';
import { useMessages } from './messages/use-messages';

export function NewVersionNotice() {
  const messages = useMessages();
  const [isThere, setThere] = useState(false);
  useEffect(() => onNewVersion(() => setThere(true)), []);
  return (
    <div role="status">
      {isThere ? (
        <p className="new-version">
          {messages.newVersion}
          <button type="button" className="button button-main" onClick={() => location.reload()}>
            {messages.update}
          </button>
        </p>
      ) : null}
    </div>
  );
}
