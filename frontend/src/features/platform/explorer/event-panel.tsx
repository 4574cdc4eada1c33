// The list of received events below the editor.
import { useSyncExternalStore } from 'react';
import { getLocale } from '../../../shared/i18n/language';
import type { EventLog, LogEntry } from './event-log';
import { useMessages } from './messages/use-messages';

export function EventPanel({ log }: { log: EventLog }) {
  const messages = useMessages();
  const { entries: heard, count, waiting, isPaused, listening } = useSyncExternalStore(log.subscribe, log.getState);
  if (heard.length === 0 && listening.length === 0) return null;
  return (
    <section className="events" aria-label={messages.events}>
      <header>
        <h2>{messages.received({ count })}</h2>
        <p role="status">
          {listening.length > 0 ? messages.subscribedTo({ names: [...new Set(listening)].join(', ') }) : messages.ended}
        </p>
        {waiting > 0 ? <p>{messages.held({ count: waiting })}</p> : null}
        <button type="button" onClick={isPaused ? log.resume : log.pause}>
          {isPaused ? messages.resume : messages.pause}
        </button>
        <button type="button" onClick={log.clear}>
          {messages.clear}
        </button>
      </header>
      {heard.length === 0 ? <p>{messages.noneYet}</p> : null}
      <ol reversed>
        {heard.map((each) => (
          <LogEntryItem key={each.number} entry={each} />
        ))}
      </ol>
    </section>
  );
}

function LogEntryItem({ entry: { at, name, kind, answer } }: { entry: LogEntry }) {
  const messages = useMessages();
  const sentences = {
    started: messages.started({ name }),
    startedAgain: messages.startedAgain({ name }),
    refused: messages.refused({ name }),
    event: name,
  };
  return (
    <li className={`event-${kind}`}>
      <time dateTime={at.toISOString()}>{at.toLocaleTimeString(getLocale(), { hour12: false })}</time>{' '}
      <strong>{sentences[kind]}</strong>
      {answer.data === undefined && !answer.errors ? null : (
        <pre>{JSON.stringify(answer.errors ? answer : answer.data, null, 2)}</pre>
      )}
    </li>
  );
}
