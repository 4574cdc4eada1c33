// The pages for a failed start and for a page that throws.
import type { ErrorComponentProps } from '@tanstack/react-router';
import { useIsOnline } from '../shared/offline/online';
import { EmptyState } from '../shared/ui/state';
import { useMessages } from './messages/use-messages';

export function StartupError({ error }: { error: unknown }) {
  const messages = useMessages();
  return (
    <main className="page page-narrow" role="alert">
      <h1 className="page-title">{messages.cannotStart}</h1>
      <p>{getErrorMessage(error)}</p>
    </main>
  );
}

export function PageError({ error }: ErrorComponentProps) {
  const messages = useMessages();
  const isOnline = useIsOnline();
  if (!isOnline) {
    return (
      <div className="page">
        <EmptyState title={messages.offlinePage} isPage>
          <p>{messages.offlineRemedy}</p>
          <button type="button" className="button" onClick={() => location.reload()}>
            {messages.reload}
          </button>
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="page page-narrow" role="alert">
      <h1 className="page-title">{messages.pageFailed}</h1>
      <p>{messages.pageFailedRemedy}</p>
      <p>
        <code>{getErrorMessage(error)}</code>
      </p>
      <button type="button" className="button button-main" onClick={() => location.reload()}>
        {messages.reload}
      </button>
    </div>
  );
}

function getErrorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
