// Short words at the edge of the screen: a refused write, a finished upload. Also read aloud.
import { useSyncExternalStore } from 'react';
import './notices.css';

interface Notice {
  id: number;
  text: string;
}

const STAY_MS = 7000;
let notices: readonly Notice[] = [];
let count = 0;
const listeners = new Set<() => void>();

export function say(text: string): void {
  const notice = { id: ++count, text };
  show([...notices, notice].slice(-3));
  setTimeout(() => show(notices.filter((each) => each !== notice)), STAY_MS);
}

export function Notices() {
  const shown = useSyncExternalStore(listen, () => notices);
  return (
    <div className="notices" role="status" aria-live="polite">
      {shown.map(({ id, text }) => (
        <p key={id}>{text}</p>
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
