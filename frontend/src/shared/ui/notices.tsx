// Short words at the edge of the screen: a refused write, a finished upload. Also read aloud; some are read aloud only.
import { useSyncExternalStore } from 'react';
import { NoticeQueue } from './notice-queue';
import './notices.css';

const VISIBLE_MS = 7000;
const toasts = new NoticeQueue(3, () => VISIBLE_MS);
// Long enough for a screen reader to take the words up, and for the next ones not to cut them off.
const announcements = new NoticeQueue(1, (text) => 1000 + 60 * text.length);

export function notify(text: string): void {
  toasts.add(text);
}

/**
 * Say to those who cannot see it what happened before everybody's eyes. Each text is heard, one after the other;
 * of several about the same thing (a pin on its way, say) those that still wait give way to the last.
 */
export function announce(text: string, about?: string): void {
  announcements.add(text, about);
}

export function Notices() {
  const shown = useSyncExternalStore(toasts.subscribe, toasts.read);
  const announced = useSyncExternalStore(announcements.subscribe, announcements.read);
  return (
    <>
      <div className="notices" role="status" aria-live="polite">
        {shown.map(({ id, text }) => (
          <p key={id}>{text}</p>
        ))}
      </div>
      <div className="hidden" role="status" aria-live="polite">
        {announced.map(({ id, text }) => (
          <p key={id}>{text}</p>
        ))}
      </div>
    </>
  );
}
