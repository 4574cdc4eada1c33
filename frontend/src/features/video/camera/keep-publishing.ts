// Keeps a camera live: connects again after an interruption, with longer and longer pauses up to a bound.
import { type Publication, type PublicationState, type Publisher, PublishRefused } from './publisher';

export interface Connection {
  /** Resolves when it is over, by itself or by the other side. */
  closed: Promise<void>;
  close: () => Promise<void>;
}
/** Connect, or reject: with `PublishRefused` where trying again would not help. */
export type Connect = (media: MediaStream, key: string, signal: AbortSignal) => Promise<Connection>;

const PAUSES = [1, 2, 4, 8, 15];
/** The other side may need some seconds to notice that the connection before is gone. */
const MOST_IN_USE = 5;

export function keepPublishing(connect: Connect): Publisher {
  return {
    publish(media, key, tell): Publication {
      const stopping = new AbortController();
      const publishing = run(() => connect(media, key, stopping.signal), tell, stopping.signal);
      return {
        stop: async () => {
          stopping.abort();
          await publishing;
        },
      };
    },
  };
}

async function run(connect: () => Promise<Connection>, tell: (state: PublicationState) => void, signal: AbortSignal) {
  let hasBeenLive = false;
  let timesInUse = 0;
  for (let attempt = 0; !signal.aborted; attempt++) {
    tell({ kind: 'connecting' });
    try {
      const connection = await connect();
      hasBeenLive = true;
      attempt = 0;
      timesInUse = 0;
      if (!isAborted(signal)) tell({ kind: 'live' });
      await Promise.race([connection.closed, waitForAbort(signal)]);
      await connection.close();
    } catch (error) {
      const why = error instanceof PublishRefused ? error.why : null;
      const isPassing = why === null || (why === 'IN_USE' && hasBeenLive && ++timesInUse <= MOST_IN_USE);
      if (!isPassing && !isAborted(signal)) {
        tell({ kind: 'refused', why });
        return;
      }
    }
    if (!isAborted(signal)) await pause(PAUSES[Math.min(attempt, PAUSES.length - 1)] ?? 1, tell, signal);
  }
}

async function pause(seconds: number, tell: (state: PublicationState) => void, signal: AbortSignal) {
  tell({ kind: 'lost', seconds });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise((resolve) => (timer = setTimeout(resolve, seconds * 1000)));
  await Promise.race([over, waitForAbort(signal)]);
  clearTimeout(timer);
}

/** What the compiler does not see: it changes while something is awaited. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function waitForAbort(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
