// The chat of a livestream that goes on: what is said, and a field for those who may write.
import { Link } from '@tanstack/react-router';
import { type SyntheticEvent, useLayoutEffect, useRef, useState } from 'react';
import { useMutation } from 'urql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { getLocale } from '../../../shared/i18n/language';
import { RichMessage } from '../../../shared/i18n/rich';
import { useSession } from '../../../shared/session-context';
import { notify } from '../../../shared/ui/notices';
import { useReturnAddress } from '../../../shared/ui/return-address';
import { TextInput } from '../../../shared/ui/text-field';
import { ChatEntry } from './chat-entry';
import { useMessages } from './messages/use-messages';
import { SET_PACE } from './operations';
import { type ChatProblem, useChat } from './use-chat';
import './chat.css';

const PACES = [0, 5, 30, 120];
const AT_END_PX = 40;
const REASONS = ['EMPTY', 'LINK', 'WORDS', 'REPEATED', 'SLOW', 'BANNED', 'CLOSED'] as const;

export function Chat({ streamId }: { streamId: string }) {
  const messages = useMessages();
  const { viewerId } = useSession();
  const chat = useChat(streamId, viewerId);
  const { state, token, lines, slowSeconds, refusal } = chat;
  const [banned, setBanned] = useState<ReadonlySet<string>>(new Set());
  const log = useNewestInView(lines);
  const isOwner = token?.role === 'OWNER';

  function noteBan(authorId: string, isBanned: boolean) {
    setBanned((before) => new Set(isBanned ? [...before, authorId] : [...before].filter((each) => each !== authorId)));
  }

  return (
    <section className="chat" aria-labelledby="chat-title">
      <h2 id="chat-title">{messages.chat}</h2>
      {isOwner ? <Pace streamId={streamId} slowSeconds={slowSeconds} /> : null}
      <div ref={log} className="chat-log" role="log" aria-label={messages.log} tabIndex={0}>
        {lines.length === 0 && state === 'open' ? <p className="chat-note">{messages.nothingYet}</p> : null}
        <ol>
          {lines.map((line) => (
            <ChatEntry
              key={line.id}
              line={line}
              streamId={streamId}
              mayDelete={isOwner || line.authorId === viewerId}
              mayBan={isOwner && line.authorId !== viewerId}
              isBanned={banned.has(line.authorId)}
              setBanned={noteBan}
              remove={chat.remove}
            />
          ))}
        </ol>
      </div>
      {state === 'connecting' ? (
        <p className="chat-note" role="status">
          {messages.connecting}
        </p>
      ) : null}
      {state === 'closed' ? (
        <p className="problem" role="alert">
          {refusal ?? messages.disconnected}{' '}
          <button type="button" className="button" onClick={chat.connectAgain}>
            {messages.reconnect}
          </button>
        </p>
      ) : null}
      {state === 'open' && slowSeconds > 0 ? (
        <p className="chat-note">{messages.slow({ count: slowSeconds })}</p>
      ) : null}
      {state === 'open' && token ? <Writing token={token} send={chat.send} isGuest={viewerId === null} /> : null}
    </section>
  );
}

/** Keep the newest line in view, unless the reader has scrolled back. */
function useNewestInView(lines: readonly unknown[]) {
  const log = useRef<HTMLDivElement>(null);
  const heightBefore = useRef(0);
  useLayoutEffect(() => {
    const element = log.current;
    if (!element) return;
    const wasAtEnd = heightBefore.current - element.scrollTop - element.clientHeight < AT_END_PX;
    if (wasAtEnd) element.scrollTop = element.scrollHeight;
    heightBefore.current = element.scrollHeight;
  }, [lines]);
  return log;
}

interface WritingProps {
  token: { role: string; mutedUntil: string | null };
  send: (body: string) => Promise<ChatProblem | null>;
  isGuest: boolean;
}

function Writing({ token, send, isGuest }: WritingProps) {
  const messages = useMessages();
  const to = useReturnAddress();
  if (isGuest)
    return (
      <p className="chat-note">
        <RichMessage
          text={messages.signIn}
          parts={{
            link: (text) => (
              <Link to="/sign-in" search={{ to }}>
                {text}
              </Link>
            ),
          }}
        />
      </p>
    );
  if (token.mutedUntil)
    return (
      <p className="chat-note" role="status">
        {messages.muted({ time: new Date(token.mutedUntil).toLocaleTimeString(getLocale()) })}
      </p>
    );
  return <ChatForm send={send} />;
}

function ChatForm({ send }: Pick<WritingProps, 'send'>) {
  const messages = useMessages();
  const [body, setBody] = useState('');
  const [problem, setProblem] = useState<string | null>(null);

  async function submit(event: SyntheticEvent) {
    event.preventDefault();
    const text = body.trim();
    if (!text) return;
    setBody('');
    setProblem(null);
    const failure = await send(text);
    if (!failure) return;
    setProblem(describe(failure));
    setBody((since) => since || text);
  }

  function describe({ code, reason }: ChatProblem): string {
    const rule = REASONS.find((each) => reason.includes(each));
    if (rule) return messages[rule];
    if (code === 429) return messages.tooFast;
    if (code === 413) return messages.tooLong;
    return code === 406 ? messages.notReviewed : messages.notSent;
  }

  return (
    <form className="chat-form" onSubmit={(event) => void submit(event)}>
      <TextInput
        className="input"
        maxCharacters={500}
        aria-label={messages.message}
        placeholder={messages.message}
        autoComplete="off"
        value={body}
        onChange={(event) => setBody(event.target.value)}
      />
      <button type="submit" className="button button-main" aria-disabled={body.trim() === ''}>
        {messages.send}
      </button>
      {problem ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : null}
    </form>
  );
}

function Pace({ streamId, slowSeconds }: { streamId: string; slowSeconds: number }) {
  const messages = useMessages();
  const [, setPace] = useMutation(SET_PACE);

  async function choose(seconds: number) {
    const { data, error } = await setPace({ input: { streamId, slowSeconds: seconds } });
    const why = describeWriteError(error, data?.setChatPace);
    if (why) notify(messages.notDone({ why }));
  }

  return (
    <label className="chat-pace">
      {messages.slowMode}{' '}
      <select className="input" value={slowSeconds} onChange={(event) => void choose(Number(event.target.value))}>
        {[...new Set([...PACES, slowSeconds])].map((seconds) => (
          <option key={seconds} value={seconds}>
            {seconds === 0 ? messages.slowOff : messages.slowSeconds({ count: seconds })}
          </option>
        ))}
      </select>
    </label>
  );
}
