// What stands around every page: the way to the others, who is here, whether the live line holds.
import { Link, Outlet } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { LiveStatus } from '../features/live/live-status';
import { Bell } from '../features/notifications/bell';
import { UploadDock } from '../features/media/upload-dock';
import { useSession } from '../shared/session-context';
import { keepFocus } from '../shared/ui/keep-focus';
import { Notices } from '../shared/ui/notices';
import { useReturn } from '../shared/ui/return';
import { LanguageSwitch } from './language-switch';
import { NewVersion } from './new-version';
import { useWords } from './messages/words';
import './shell.css';

/** `children` stand in for the page where no address leads to one. */
export function Shell({ children }: { children?: ReactNode }) {
  const { viewerId } = useSession();
  const words = useWords();
  useEffect(keepFocus, []);
  const to = useReturn();
  return (
    <>
      <a href="#content" className="skip">
        {words.skip}
      </a>
      <header className="top">
        <Link to="/" className="top-name">
          <img src="/waymark.svg" alt="" width="28" height="28" />
          Waymark
        </Link>
        <nav aria-label={words.mainNavigation}>
          <Link to="/map">{words.map}</Link>
          <Link to="/search" className="top-search">
            <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
              <path d="M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.3 15.3 20.5 20.5" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />
            </svg>
            <span>{words.search}</span>
          </Link>
          <Link to="/write">{words.write}</Link>
          {viewerId ? <Bell viewerId={viewerId} /> : null}
          {viewerId ? <Link to="/me">{words.you}</Link> : <Link to="/sign-in" search={{ to }}>{words.signIn}</Link>}
        </nav>
      </header>
      <LiveStatus />
      <main id="content" tabIndex={-1}>
        {children ?? <Outlet />}
      </main>
      <footer className="foot">
        <p>{words.about}</p>
        <LanguageSwitch />
        <a href="/explorer">{words.explorer}</a>
      </footer>
      <UploadDock />
      <NewVersion />
      <Notices />
    </>
  );
}
