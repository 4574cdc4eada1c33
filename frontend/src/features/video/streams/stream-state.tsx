// What state a livestream is in, and how many watch it.
import { getLocale } from '../../../shared/i18n/language';
import { useMessages } from './messages/use-messages';
import './streams.css';

/** Write when a livestream begins or ended, without seconds. */
export function formatTime(at: string): string {
  return new Date(at).toLocaleString(getLocale(), { dateStyle: 'medium', timeStyle: 'short' });
}

interface Props {
  stream: {
    state: 'SCHEDULED' | 'STARTING' | 'LIVE' | 'RECONNECTING' | 'ENDED';
    scheduledFor: string | null;
    viewers: number;
  };
  /** In a list, changes are not read aloud, and what is announced says only when it begins. */
  isListed?: boolean;
}

export function StreamState({ stream: { state, scheduledFor, viewers }, isListed = false }: Props) {
  const messages = useMessages();
  const isWatched = state === 'LIVE' || state === 'RECONNECTING';
  return (
    <p className="stream-state" role={isListed ? undefined : 'status'}>
      {isListed && state === 'SCHEDULED' ? null : (
        <span className={state === 'LIVE' ? 'stream-live' : undefined}>{messages[state]}</span>
      )}
      {isWatched ? <span>{messages.viewers({ count: viewers })}</span> : null}
      {state === 'SCHEDULED' && scheduledFor ? (
        <span>{messages.scheduledFor({ date: formatTime(scheduledFor) })}</span>
      ) : null}
    </p>
  );
}
