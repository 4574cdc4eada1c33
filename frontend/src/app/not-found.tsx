// The page for unknown addresses.
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../shared/ui/state';
import { useMessages } from './messages/use-messages';
import { Shell } from './shell';

export function NotFound() {
  const messages = useMessages();
  return (
    <Shell>
      <EmptyState title={messages.pageNotFound} isPage>
        <Link to="/" className="button">
          {messages.goHome}
        </Link>
      </EmptyState>
    </Shell>
  );
}
