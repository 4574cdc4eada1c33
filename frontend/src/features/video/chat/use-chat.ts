// The chat room of a livestream by Amazon's SDK, which loads when somebody opens a chat.
import type { ChatRoom } from 'amazon-ivs-chat-messaging';
import { useEffect, useRef, useState } from 'react';
import { type Client, useClient } from 'urql';
import type { ResultOf } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { addLine, addMissedLines, type ChatLine, readMessage, removeLine, removeMissedDeletions } from './chat-log';
import { CREATE_TOKEN, RECENT } from './operations';

type Token = NonNullable<NonNullable<ResultOf<typeof CREATE_TOKEN>['createChatToken']>['chatToken']>;
export type ChatProblem = { code: number; reason: string };

interface Chat {
  state: 'connecting' | 'open' | 'closed';
  /** Why the chat cannot be entered, or null. */
  refusal: string | null;
  token: Token | null;
  slowSeconds: number;
  lines: readonly ChatLine[];
  /** Send a text, which is shown at once; resolves to why it was refused, or null. */
  send: (body: string) => Promise<ChatProblem | null>;
  remove: (id: string) => void;
  connectAgain: () => void;
}

const PACE = 'waymark:PACE';
const MUTE_MARGIN_MS = 1000;
const SILENT = { debug: () => undefined, info: () => undefined, error: () => undefined };

export function useChat(streamId: string, viewerId: string | null): Chat {
  const client = useClient();
  const room = useRef<ChatRoom | null>(null);
  const [round, setRound] = useState(0);
  const [state, setState] = useState<Chat['state']>('connecting');
  const [refusal, setRefusal] = useState<string | null>(null);
  const [token, setToken] = useState<Token | null>(null);
  const [slowSeconds, setSlowSeconds] = useState(0);
  const [lines, setLines] = useState<readonly ChatLine[]>([]);
  const mutedUntil = token?.mutedUntil ?? null;

  useEffect(() => {
    let isGone = false;
    const deleted = new Set<string>();
    const heard = new Set<string>();
    const catchUp = async () => {
      heard.clear();
      const recent = await readRecent(client, streamId);
      if (isGone || !recent) return;
      const missed = recent.lines.filter(({ id }) => !deleted.has(id));
      setLines((all) => removeMissedDeletions(addMissedLines(all, missed), missed, recent.from, heard));
    };
    const provide = async () => {
      const asked = await askToken(client, streamId);
      if (!isGone) setRefusal(asked.refusal);
      if (!asked.token) throw new Error(asked.refusal ?? '');
      if (!isGone) {
        setToken(asked.token);
        setSlowSeconds(asked.token.slowSeconds);
      }
      return asked.token;
    };
    void open(provide).then((opened) => {
      if (isGone || !opened) {
        if (!isGone) setState('closed');
        return;
      }
      room.current = opened;
      opened.addListener('connect', () => {
        setState('open');
        void catchUp();
      });
      opened.addListener('disconnect', () => setState('closed'));
      opened.addListener('message', (message) => {
        const line = readMessage(message, streamId);
        if (!line) return;
        heard.add(line.id);
        setLines((all) => addLine(all, line, message.requestId));
      });
      opened.addListener('messageDelete', ({ messageId }) => {
        deleted.add(messageId);
        setLines((all) => removeLine(all, messageId));
      });
      opened.addListener('event', ({ eventName, attributes }) => {
        if (eventName === PACE) setSlowSeconds(Number(attributes?.['slowSeconds'] ?? 0));
      });
      opened.connect();
    });
    return () => {
      isGone = true;
      room.current?.disconnect();
      room.current = null;
    };
  }, [client, streamId, viewerId, round]);

  useEffect(() => {
    if (!mutedUntil) return;
    // Whoever may write again gets another token; a timer takes no more than 24 days, and a mute lasts a day at most.
    const timer = setTimeout(connectAgain, Date.parse(mutedUntil) - Date.now() + MUTE_MARGIN_MS);
    return () => clearTimeout(timer);
  }, [mutedUntil]);

  function connectAgain() {
    setState('connecting');
    setRound((rounds) => rounds + 1);
  }

  async function send(body: string): Promise<ChatProblem | null> {
    if (!room.current || !viewerId) return { code: 0, reason: '' };
    const { SendMessageRequest } = await import('amazon-ivs-chat-messaging');
    const request = new SendMessageRequest(body);
    const pending = {
      id: request.requestId,
      authorId: viewerId,
      name: '',
      role: '',
      body,
      sentAt: Date.now(),
      isPending: true,
    };
    setLines((all) => addLine(all, pending));
    try {
      await room.current.sendMessage(request);
      return null;
    } catch (error) {
      setLines((all) => removeLine(all, request.requestId));
      return readProblem(error);
    }
  }

  return {
    state,
    refusal,
    token,
    slowSeconds,
    lines,
    send,
    remove: (id) => setLines((all) => removeLine(all, id)),
    connectAgain,
  };
}

/** Load the SDK and return a room that is not connected yet; null if the chat cannot be entered. */
async function open(provide: () => Promise<Token>): Promise<ChatRoom | null> {
  const { ChatRoom: Room } = await import('amazon-ivs-chat-messaging');
  // The address is known with the first token, which the room then uses.
  let first: Token | null = await provide().catch(() => null);
  if (!first) return null;
  const room = new Room({
    regionOrUrl: first.url,
    tokenProvider: async () => {
      const { token, expiresAt } = first ?? (await provide());
      first = null;
      // The SDK connects again a minute before the token expires. It is the session that matters: a token is only
      // good for a minute.
      return { token, sessionExpirationTime: expiresAt, tokenExpirationTime: expiresAt };
    },
  });
  room.logger = SILENT;
  return room;
}

async function askToken(client: Client, streamId: string): Promise<{ token: Token | null; refusal: string | null }> {
  const { data, error } = await client.mutation(CREATE_TOKEN, { input: { streamId } }).toPromise();
  const payload = data?.createChatToken;
  return { token: payload?.chatToken ?? null, refusal: describeWriteError(error, payload) };
}

/**
 * Read the newest messages, the oldest of them first, and since when these are all that there are.
 * Null if they cannot be read: the chat goes on without them.
 */
async function readRecent(client: Client, streamId: string): Promise<{ lines: ChatLine[]; from: number } | null> {
  const { data } = await client.query(RECENT, { id: streamId }, { requestPolicy: 'network-only' }).toPromise();
  const { ownerId, chatMessages } = data?.stream ?? {};
  if (!chatMessages) return null;
  const said = chatMessages.edges.flatMap(({ node }) => node ?? []);
  const lines = said.reverse().map(({ id, authorId, author, body, sentAt }) => ({
    id,
    authorId,
    name: author?.displayName ?? '',
    role: authorId === ownerId ? 'OWNER' : 'WRITER',
    body,
    sentAt: Date.parse(sentAt),
    isPending: false,
  }));
  return { lines, from: chatMessages.pageInfo.hasNextPage ? (lines[0]?.sentAt ?? Infinity) : -Infinity };
}

function readProblem(error: unknown): ChatProblem {
  const { errorCode = 0, errorMessage = '' } = error as { errorCode?: number; errorMessage?: string };
  return { code: errorCode, reason: errorMessage };
}
