// The connection notice: offline since when, and for a moment that the connection is back.
import { useEffect, useState } from 'react';
import type { Status } from '../../../shared/appsync/connection-status';
import type { Realtime } from '../../../shared/appsync/realtime';
import { getLocale } from '../../../shared/i18n/language';
import { useSession } from '../../../shared/session-context';
import { useMessages } from './messages/use-messages';
import './live-status.css';

type ConnectionNotice = { isBack: false; since: Date } | { isBack: true; since: Date; until: Date };

const VISIBLE_MS = 10_000;

export function LiveStatus() {
  const { api } = useSession();
  const messages = useMessages();
  const notice = useConnectionNotice(api.realtime);
  return (
    <div className="live-status" role="status">
      {notice ? (
        <p className={notice.isBack ? 'live-back' : 'live-away'}>
          {notice.isBack ? messages.back : messages.offlineSince({ time: formatTime(notice.since) })}
        </p>
      ) : null}
    </div>
  );
}

function useConnectionNotice(realtime: Realtime): ConnectionNotice | null {
  const [line, setNotice] = useState<ConnectionNotice | null>(null);
  useEffect(() => {
    let away: Date | null = null;
    let hideTimer: ReturnType<typeof setTimeout> | undefined;
    const showOffline = (since: Date) => {
      clearTimeout(hideTimer);
      away ??= since;
      setNotice({ isBack: false, since: away });
    };
    const showOnline = () => {
      if (!away) return;
      setNotice({ isBack: true, since: away, until: new Date() });
      away = null;
      hideTimer = setTimeout(() => setNotice(null), VISIBLE_MS);
    };
    const hide = () => {
      if (!away) return;
      away = null;
      setNotice(null);
    };
    // Without subscriptions, only the browser knows that it is offline.
    const handleOffline = () => showOffline(new Date());
    const handleOnline = () => {
      if (realtime.status.state === 'idle') showOnline();
    };
    const handleStatus = (status: Status) => {
      if (status.state === 'offline') showOffline(status.since);
      else if (!navigator.onLine) showOffline(new Date());
      else if (status.state === 'live') showOnline();
      // Nothing listens any more, so nothing tells that the service is back.
      else if (status.state === 'idle') hide();
    };
    const stopListening = realtime.onStatus(handleStatus);
    // A page opened offline gets no event.
    handleStatus(realtime.status);
    addEventListener('offline', handleOffline);
    addEventListener('online', handleOnline);
    return () => {
      stopListening();
      clearTimeout(hideTimer);
      removeEventListener('offline', handleOffline);
      removeEventListener('online', handleOnline);
    };
  }, [realtime]);
  return line;
}

const formatTime = (moment: Date) => moment.toLocaleTimeString(getLocale());
