// Livestreams: live now, announced, and to be watched again.
import { Link } from '@tanstack/react-router';
import { LiveList } from '../../features/video/streams/live-list';
import { useMessages } from '../../features/video/streams/messages/use-messages';
import '../../features/video/videos/videos.css';
import './home-page.css';

export function LiveListPage() {
  const messages = useMessages();
  return (
    <div className="page">
      <title>{`${messages.streams} · Waymark`}</title>
      <header className="feed-head">
        <h1>{messages.streams}</h1>
        <Link to="/studio" className="button">
          {messages.studio}
        </Link>
      </header>
      <LiveList />
    </div>
  );
}
