// What state a livestream is in, and how many watch it.
import { getLocale } from '../../../shared/i18n/language';
import { useMessages } from './messages/use-messages';
import './streams.css';

interface Props {
  stream: {
    state: 'SCHEDULED' | 'STARTING' | 'LIVE' | 'RECONNECTING' | 'ENDED';
    scheduledFor: string | null;
    viewers: number;
  };
}

export function StreamState({ stream: { state, scheduledFor, viewers } }: Props) {
  const messages = useMessages();
  const isWatched = state === 'LIVE' || state === 'RECONNECTING';
  return (
    <p className="stream-state" role="status">
      <span className={state === 'LIVE' ? 'stream-live' : undefined}>{messages[state]}</span>
      {isWatched ? <span>{messages.viewers({ count: viewers })}</span> : null}
      {state === 'SCHEDULED' && scheduledFor ? (
        <span>{messages.scheduledFor({ date: new Date(scheduledFor).toLocaleString(getLocale()) })}</span>
      ) : null}
    </p>
  );
}
