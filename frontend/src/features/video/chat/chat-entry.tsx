// One line of a chat, and what its author and the owner of the livestream may do about it.
import { useRef } from 'react';
import { useMutation } from 'urql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { announce, notify } from '../../../shared/ui/notices';
import type { ChatLine } from './chat-log';
import { useMessages } from './messages/use-messages';
import { ALLOW, BAN, DELETE_MESSAGE } from './operations';

const MUTE_SECONDS = 300;

interface Props {
  line: ChatLine;
  streamId: string;
  mayDelete: boolean;
  mayBan: boolean;
  /** Whether the viewer has just banned the author, so that they can take it back. */
  isBanned: boolean;
  setBanned: (authorId: string, isBanned: boolean) => void;
  remove: (id: string) => void;
}

export function ChatEntry({ line, mayDelete, ...moderation }: Props) {
  const messages = useMessages();
  return (
    <li className={line.isPending ? 'chat-line chat-line-pending' : 'chat-line'} aria-busy={line.isPending}>
      <span className="chat-said">
        <strong>
          <bdi>{line.isPending ? messages.you : line.name}</bdi>
        </strong>{' '}
        {line.role === 'OWNER' ? <small className="chat-owner">{messages.owner}</small> : null}{' '}
        <span dir="auto">{line.body}</span> {line.isPending ? <small>{messages.sending}</small> : null}
      </span>
      {mayDelete && !line.isPending ? <Moderation line={line} {...moderation} /> : null}
    </li>
  );
}

function Moderation({ line, streamId, mayBan, isBanned, setBanned, remove }: Omit<Props, 'mayDelete'>) {
  const messages = useMessages();
  const menu = useRef<HTMLDetailsElement>(null);
  const [{ fetching: isDeleting }, executeDelete] = useMutation(DELETE_MESSAGE);
  const [{ fetching: isBanning }, executeBan] = useMutation(BAN);
  const [{ fetching: isAllowing }, executeAllow] = useMutation(ALLOW);
  const isBusy = isDeleting || isBanning || isAllowing;
  const { name } = line;

  async function deleteMessage() {
    const { data, error } = await executeDelete({ input: { streamId, messageId: line.id } });
    const isDone = tell(describeWriteError(error, data?.deleteChatMessage), messages.deleted);
    if (isDone) remove(line.id);
  }

  async function ban(seconds: number | null) {
    const { data, error } = await executeBan({ input: { streamId, userId: line.authorId, seconds } });
    const isDone = tell(
      describeWriteError(error, data?.banFromChat),
      seconds ? messages.isMuted({ name }) : messages.isBanned({ name }),
    );
    if (isDone) setBanned(line.authorId, true);
  }

  async function allow() {
    const { data, error } = await executeAllow({ input: { streamId, userId: line.authorId } });
    const isDone = tell(describeWriteError(error, data?.allowInChat), messages.isAllowed({ name }));
    if (isDone) setBanned(line.authorId, false);
  }

  function tell(why: string | null, done: string): boolean {
    if (why) notify(messages.notDone({ why }));
    else announce(done);
    if (menu.current?.open) {
      menu.current.open = false;
      menu.current.querySelector('summary')?.focus(); // its buttons are hidden now
    }
    return why === null;
  }

  return (
    <details ref={menu} className="chat-menu">
      <summary aria-label={messages.moderate({ name })}>
        <span aria-hidden="true">⋯</span>
      </summary>
      <span className="chat-acts">
        <button type="button" className="button" disabled={isBusy} onClick={() => void deleteMessage()}>
          {messages.deleteMessage}
        </button>
        {mayBan && isBanned ? (
          <button type="button" className="button" disabled={isBusy} onClick={() => void allow()}>
            {messages.allow({ name })}
          </button>
        ) : null}
        {mayBan && !isBanned ? (
          <>
            <button type="button" className="button" disabled={isBusy} onClick={() => void ban(MUTE_SECONDS)}>
              {messages.mute}
            </button>
            <button type="button" className="button" disabled={isBusy} onClick={() => void ban(null)}>
              {messages.ban}
            </button>
          </>
        ) : null}
      </span>
    </details>
  );
}
