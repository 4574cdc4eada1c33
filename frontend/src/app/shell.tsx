// What stands around every page: the way to the others, who is here, whether the live line holds.
import { Link, Outlet } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Bell } from '../features/notifications/bell';
import { UploadDock } from '../features/media/upload-dock';
import type { Status } from '../shared/appsync/realtime';
import { useSession } from '../shared/session-context';
import { Notices } from '../shared/ui/notices';
import './shell.css';

export function Shell() {
  const { viewerId } = useSession();
  return (
    <>
      <a href="#content" className="skip">
        Skip to the content
      </a>
      <header className="top">
        <Link to="/" className="top-name">
          <img src="/waymark.svg" alt="" width="28" height="28" />
          Waymark
        </Link>
        <nav aria-label="Main">
          <Link to="/map">Map</Link>
          <Link to="/write">Write</Link>
          {viewerId ? <Bell viewerId={viewerId} /> : null}
          {viewerId ? <Link to="/me">You</Link> : <Link to="/sign-in">Sign in</Link>}
        </nav>
      </header>
      <LiveStatus />
      <div id="content">
        <Outlet />
      </div>
      <footer className="foot">
        <p>A social atlas. Photos are read by AI; words are people’s.</p>
        <a href="/explorer">GraphQL explorer</a>
      </footer>
      <UploadDock />
      <Notices />
    </>
  );
}

function LiveStatus() {
  const { api } = useSession();
  const [status, setStatus] = useState<Status>(api.realtime.status);
  useEffect(() => api.realtime.onStatus(setStatus), [api]);
  if (status.state !== 'offline') return null;
  return (
    <p className="top-offline" role="status">
      Not live since {status.since.toLocaleTimeString()}. Trying to connect; what you missed will come.
    </p>
  );
}
