// One publication of the page: how it goes, and its end with the page's.
import { useEffect, useRef, useState } from 'react';
import { loadPublisher } from './load-publisher';
import type { Publication, PublicationState } from './publisher';

type State = PublicationState | { kind: 'idle' };

export function usePublication(whipUrl: string | undefined) {
  const [state, setState] = useState<State>({ kind: 'idle' });
  const running = useRef<Publication | null>(null);
  const isGone = useRef(false);

  async function start(media: MediaStream, key: { value: string; url: string }) {
    setState({ kind: 'connecting' });
    const publisher = await loadPublisher(whipUrl, key.url).catch((error: unknown) => {
      setState({ kind: 'idle' });
      throw error;
    });
    if (isGone.current) return;
    await running.current?.stop();
    running.current = publisher.publish(media, key.value, setState);
  }

  async function stop() {
    const stopping = running.current?.stop();
    running.current = null;
    await stopping;
    setState({ kind: 'idle' });
  }

  useEffect(() => {
    isGone.current = false;
    const leave = () => void running.current?.stop();
    addEventListener('pagehide', leave);
    return () => {
      isGone.current = true;
      removeEventListener('pagehide', leave);
      leave();
    };
  }, []);

  return { state, isOpen: state.kind !== 'idle' && state.kind !== 'refused', start, stop };
}
