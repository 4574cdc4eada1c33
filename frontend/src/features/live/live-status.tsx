// Whether the live line holds: since when it does not, and for a while after it came back that it had been away.
import { useEffect, useState } from 'react';
import type { Realtime, Status } from '../../shared/appsync/realtime';
import { localeNow } from '../../shared/i18n/language';
import { useSession } from '../../shared/session-context';
import { useWords } from './messages/words';
import './live-status.css';

type Line = { isBack: false; since: Date } | { isBack: true; since: Date; until: Date };

const STAY_MS = 10_000;

export function LiveStatus() {
  const { api } = useSession();
  const words = useWords();
  const line = useLine(api.realtime);
  return (
    <div className="live-status" role="status">
      {line ? (
        <p className={line.isBack ? 'live-back' : 'live-away'}>
          {line.isBack ? words.back({ from: clock(line.since), to: clock(line.until) }) : words.away({ time: clock(line.since) })}
        </p>
      ) : null}
    </div>
  );
}

function useLine(realtime: Realtime): Line | null {
  const [line, setLine] = useState<Line | null>(null);
  useEffect(() => {
    let away: Date | null = null;
    let hiding: ReturnType<typeof setTimeout> | undefined;
    const left = (since: Date) => {
      clearTimeout(hiding);
      away ??= since;
      setLine({ isBack: false, since: away });
    };
    const returned = () => {
      if (!away) return;
      setLine({ isBack: true, since: away, until: new Date() });
      away = null;
      hiding = setTimeout(() => setLine(null), STAY_MS);
    };
    // A page that listens to nothing learns from the machine alone that it is offline.
    const cut = () => left(new Date());
    const restored = () => {
      if (realtime.status.state === 'idle') returned();
    };
    const tell = (status: Status) => {
      if (status.state === 'offline') left(status.since);
      else if (status.state === 'live' || navigator.onLine) returned();
      else left(new Date());
    };
    const forget = realtime.onStatus(tell);
    // Opened without a network: no event tells of it.
    tell(realtime.status);
    addEventListener('offline', cut);
    addEventListener('online', restored);
    return () => {
      forget();
      clearTimeout(hiding);
      removeEventListener('offline', cut);
      removeEventListener('online', restored);
    };
  }, [realtime]);
  return line;
}

const clock = (moment: Date) => moment.toLocaleTimeString(localeNow());
