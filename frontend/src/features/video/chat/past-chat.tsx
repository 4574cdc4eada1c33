// What was said in the chat of a livestream that is over, beside its replay: it follows the picture, and leads to it.
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useQuery } from 'urql';
import { ErrorState, Loading } from '../../../shared/ui/state';
import { formatLength } from '../player/format';
import { findCurrent, findSecond, type ReplayClock } from '../player/replay-clock';
import { useMessages } from './messages/use-messages';
import { MESSAGES } from './operations';
import './chat.css';

interface Props {
  stream: { id: string; startedAt: string | null; replay: unknown };
  clock: ReplayClock;
}

interface Said {
  id: string;
  body: string;
  sentAt: string;
  author: { displayName: string } | null;
}

export function PastChat({ stream, clock }: Props) {
  const messages = useMessages();
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error, fetching }, retry] = useQuery({ query: MESSAGES, variables: { id: stream.id, after } });
  const page = data?.stream?.chatMessages;
  const said = page?.edges.flatMap(({ node }) => node ?? []) ?? [];
  const showMore = () => setAfter(page?.pageInfo.endCursor ?? null);
  const hasMore = page?.pageInfo.hasNextPage ?? false;
  return (
    <section className="chat" aria-labelledby="chat-title">
      <h2 id="chat-title">{messages.chat}</h2>
      {error ? <ErrorState error={error} retry={() => retry({ requestPolicy: 'network-only' })} /> : null}
      {!page && fetching ? <Loading what={messages.log} /> : null}
      {page && said.length === 0 ? <p className="chat-note">{messages.nothingSaid}</p> : null}
      {said.length > 0 ? (
        <SaidLines said={said} stream={stream} clock={clock} onEnd={hasMore && !fetching ? showMore : null} />
      ) : null}
      {hasMore ? (
        <button type="button" className="button" disabled={fetching} onClick={showMore}>
          {messages.showMore}
        </button>
      ) : null}
    </section>
  );
}

interface LinesProps extends Props {
  said: readonly Said[];
  /** Called when the replay has come to the last line; null if there are no others. */
  onEnd: (() => void) | null;
}

function SaidLines({ said, stream: { startedAt, replay }, clock, onEnd }: LinesProps) {
  const messages = useMessages();
  const log = useRef<HTMLDivElement>(null);
  const parts = useSyncExternalStore(clock.subscribe, clock.readParts);
  const seconds = said.map(({ sentAt }) => findSecond(parts, Date.parse(sentAt)));
  const current = useSyncExternalStore(clock.subscribe, () => findCurrent(seconds, clock.readSecond()));

  useEffect(() => {
    const line = log.current?.querySelector<HTMLElement>('[aria-current]');
    // Only the list scrolls, never the page.
    if (line && log.current) log.current.scrollTop = line.offsetTop - log.current.clientHeight / 2;
  }, [current]);
  useEffect(() => {
    if (current === said.length - 1) onEnd?.();
  });

  function timeOf(index: number, sentAt: string): string {
    return formatLength(seconds[index] ?? (Date.parse(sentAt) - Date.parse(startedAt ?? sentAt)) / 1000);
  }

  return (
    <div ref={log} className="chat-log" role="group" aria-label={messages.log} tabIndex={0}>
      <ol>
        {said.map(({ id, body, sentAt, author }, index) => (
          <li key={id} className="chat-line" aria-current={index === current || undefined}>
            {replay ? (
              <button
                type="button"
                className="chat-time"
                aria-label={messages.jump({ time: timeOf(index, sentAt) })}
                onClick={() => clock.jump(Date.parse(sentAt))}
              >
                {timeOf(index, sentAt)}
              </button>
            ) : (
              <small className="chat-time">{timeOf(index, sentAt)}</small>
            )}
            <span className="chat-said">
              <strong>
                <bdi>{author?.displayName}</bdi>
              </strong>{' '}
              <span dir="auto">{body}</span>
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
