// What the explorer's subscriptions heard, under the editor: counted, the newest first, with a pause.
import { useSyncExternalStore } from 'react';
import { localeNow } from '../../shared/i18n/language';
import type { EventLog, Heard } from './event-log';
import { useWords } from './messages/words';

export function EventPanel({ log }: { log: EventLog }) {
  const words = useWords();
  const { heard, count, waiting, isPaused, listening } = useSyncExternalStore(log.subscribe, log.read);
  if (heard.length === 0 && listening.length === 0) return null;
  return (
    <section className="events" aria-label={words.events}>
      <header>
        <h2>{words.heard({ count })}</h2>
        <p role="status">{listening.length > 0 ? words.listeningTo({ names: [...new Set(listening)].join(', ') }) : words.ended}</p>
        {waiting > 0 ? <p>{words.waiting({ count: waiting })}</p> : null}
        <button type="button" onClick={isPaused ? log.goOn : log.pause}>
          {isPaused ? words.goOn : words.pause}
        </button>
        <button type="button" onClick={log.clear}>
          {words.clear}
        </button>
      </header>
      {heard.length === 0 ? <p>{words.noneYet}</p> : null}
      <ol reversed>
        {heard.map((each) => (
          <Entry key={each.number} heard={each} />
        ))}
      </ol>
    </section>
  );
}

function Entry({ heard: { at, name, kind, answer } }: { heard: Heard }) {
  const words = useWords();
  const sentences = { started: words.started({ name }), startedAgain: words.startedAgain({ name }), refused: words.refused({ name }), event: name };
  return (
    <li className={`event-${kind}`}>
      <time dateTime={at.toISOString()}>{at.toLocaleTimeString(localeNow(), { hour12: false })}</time> <strong>{sentences[kind]}</strong>
      {answer.data === undefined && !answer.errors ? null : <pre>{JSON.stringify(answer.errors ? answer : answer.data, null, 2)}</pre>}
    </li>
  );
}
