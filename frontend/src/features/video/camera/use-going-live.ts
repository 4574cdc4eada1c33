// Going live with an open camera: the key it needs, the livestream it begins, and its end.
import { useBlocker } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useSession } from '../../../shared/session-context';
import { notify } from '../../../shared/ui/notices';
import { useStreamActs } from '../streams/stream-acts';
import type { StreamKeyState } from '../streams/use-stream-key';
import { useMessages } from './messages/use-messages';
import { usePublication } from './use-publication';

export interface FilmedStream {
  id: string;
  title: string;
  state: string;
}

export function useGoingLive(stream: FilmedStream, streamKey: StreamKeyState, onChange: () => void) {
  const messages = useMessages();
  const { state, isOpen, start, stop } = usePublication(useSession().config.whipUrl);
  const { startStream, endStream } = useStreamActs();
  const [isBusy, setIsBusy] = useState(false);
  const key = useRef<{ value: string; url: string } | null>(null);
  const hasEnded = stream.state === 'ENDED';

  // Ended elsewhere: the camera would try to come back in vain.
  useEffect(() => {
    if (hasEnded && isOpen) void stop();
  });
  useBlocker({
    shouldBlockFn: () => !window.confirm(messages.leaveQuestion),
    disabled: !isOpen,
    enableBeforeUnload: isOpen,
  });

  async function goLive(media: MediaStream) {
    setIsBusy(true);
    // The key that was refused is not the one that is valid now.
    const isRefused = state.kind === 'refused' && state.why === 'KEY';
    key.current = (isRefused ? null : streamKey.key) ?? (await streamKey.take());
    const why = key.current && stream.state === 'SCHEDULED' ? await startStream(stream.id) : null;
    if (why) notify(why);
    else if (key.current) {
      onChange();
      await send(media);
    }
    setIsBusy(false);
  }

  /** Send what a camera shows; while one is sent, this one takes its place. */
  async function send(media: MediaStream) {
    if (!key.current) return;
    try {
      await start(media, key.current);
    } catch {
      notify(messages.notLoaded);
    }
  }

  /** End the livestream; tells whether it has ended. */
  async function end(): Promise<boolean> {
    setIsBusy(true);
    await stop();
    const why = await endStream(stream.id);
    setIsBusy(false);
    if (why) notify(why);
    onChange();
    return why === null;
  }

  return { state, isOpen, isBusy, hasEnded, goLive, send, end };
}

export type GoingLive = ReturnType<typeof useGoingLive>;
