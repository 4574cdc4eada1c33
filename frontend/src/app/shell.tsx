// The frame of every page: navigation, connection status, footer, uploads and notices.
import { Link, Outlet } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { LiveStatus } from '../features/platform/live/live-status';
import { Bell } from '../features/platform/notifications/bell';
import { UploadDock } from '../features/platform/uploads/upload-dock';
import { CartBadge } from '../features/shop/carts/cart-badge';
import { useSession } from '../shared/session-context';
import { preserveFocus } from '../shared/ui/preserve-focus';
import { Notices } from '../shared/ui/notices';
import { useReturnAddress } from '../shared/ui/return-address';
import { LanguageSwitch } from './language-switch';
import { NewVersionNotice } from './new-version';
import { useMessages } from './messages/use-messages';
import './shell.css';

/** `children` replace the page for unknown addresses. */
export function Shell({ children }: { children?: ReactNode }) {
  const { viewerId } = useSession();
  const messages = useMessages();
  useEffect(preserveFocus, []);
  const to = useReturnAddress();
  return (
    <>
      <a href="#content" className="skip">
        {messages.skip}
      </a>
      <header className="top">
        <Link to="/" className="top-name">
          <img src="/waymark.svg" alt="" width="28" height="28" />
          Waymark
        </Link>
        <nav aria-label={messages.mainNavigation}>
          <Link to="/map">{messages.map}</Link>
          <Link to="/search" className="top-search">
            <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
              <path
                d="M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.3 15.3 20.5 20.5"
                fill="none"
                stroke="currentColor"
                strokeWidth="1.8"
                strokeLinecap="round"
              />
            </svg>
            <span>{messages.search}</span>
          </Link>
          <Link to="/write">{messages.write}</Link>
          <CartBadge />
          {viewerId ? <Bell viewerId={viewerId} /> : null}
          {viewerId ? (
            <Link to="/me">{messages.profile}</Link>
          ) : (
            <Link to="/sign-in" search={{ to }}>
              {messages.signIn}
            </Link>
          )}
        </nav>
      </header>
      <LiveStatus />
      <main id="content" tabIndex={-1}>
        {children ?? <Outlet />}
      </main>
      <footer className="foot">
        <p>{messages.about}</p>
        <Link to="/videos">{messages.videos}</Link>
        <Link to="/shop">{messages.shop}</Link>
        <LanguageSwitch />
        <a href="/explorer">{messages.explorer}</a>
        <a href="/licences.txt">{messages.licences}</a>
      </footer>
      <UploadDock />
      <NewVersionNotice />
      <Notices />
    </>
  );
}
