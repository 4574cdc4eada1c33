// What is live now.
import { Link } from '@tanstack/react-router';
import { LiveList } from '../../features/video/streams/live-list';
import { useMessages } from '../../features/video/streams/messages/use-messages';
import '../../features/video/videos/videos.css';
import './home-page.css';

export function LiveListPage() {
  const messages = useMessages();
  return (
    <div className="page">
      <title>{`${messages.live} · Waymark`}</title>
      <header className="feed-head">
        <h1>{messages.live}</h1>
        <Link to="/studio" className="button">
          {messages.studio}
        </Link>
      </header>
      <LiveList />
    </div>
  );
}
