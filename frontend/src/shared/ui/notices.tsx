// Short words at the edge of the screen: a refused write, a finished upload. Also read aloud; some are read aloud alone.
import { useSyncExternalStore } from 'react';
import './notices.css';

interface Notice {
  id: number;
  text: string;
  /** Those who see the page see it already. */
  isQuiet: boolean;
}

const STAY_MS = 7000;
let notices: readonly Notice[] = [];
let count = 0;
const listeners = new Set<() => void>();

export function say(text: string, isQuiet = false): void {
  const notice = { id: ++count, text, isQuiet };
  show([...notices, notice].slice(-3));
  setTimeout(() => show(notices.filter((each) => each !== notice)), STAY_MS);
}

/** Say to those who cannot see it what happened before everybody's eyes. */
export function tell(text: string): void {
  say(text, true);
}

export function Notices() {
  const shown = useSyncExternalStore(listen, () => notices);
  return (
    <div className="notices" role="status" aria-live="polite">
      {shown.map(({ id, text, isQuiet }) => (
        <p key={id} className={isQuiet ? 'hidden' : undefined}>
          {text}
        </p>
      ))}
    </div>
  );
}

function show(next: readonly Notice[]): void {
  notices = next;
  for (const listener of listeners) listener();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
