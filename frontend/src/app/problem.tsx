// What a visitor sees when the site cannot start, and when a page fails while it is shown.
import type { ErrorComponentProps } from '@tanstack/react-router';
import { useOnline } from '../shared/offline/online';
import { Empty } from '../shared/ui/state';
import { useWords } from './messages/words';

export function Problem({ error }: { error: unknown }) {
  const words = useWords();
  return (
    <main className="page page-narrow" role="alert">
      <h1 className="page-title">{words.cannotStart}</h1>
      <p>{told(error)}</p>
    </main>
  );
}

export function PageFailed({ error }: ErrorComponentProps) {
  const words = useWords();
  const isOnline = useOnline();
  if (!isOnline) {
    return (
      <div className="page">
        <Empty title={words.offlinePage} isPage>
          <p>{words.offlineRemedy}</p>
          <button type="button" className="button" onClick={() => location.reload()}>
            {words.loadAgain}
          </button>
        </Empty>
      </div>
    );
  }
  return (
    <div className="page page-narrow" role="alert">
      <h1 className="page-title">{words.pageFailed}</h1>
      <p>{words.pageFailedRemedy}</p>
      <p>
        <code>{told(error)}</code>
      </p>
      <button type="button" className="button button-main" onClick={() => location.reload()}>
        {words.loadAgain}
      </button>
    </div>
  );
}

function told(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
