// Listening to an article: what asks for its sound and plays it loads once it is opened.
import { lazy, Suspense, useState } from 'react';
import { Loading } from '../../../shared/ui/state';
import { useMessages } from './messages/use-messages';
import './narrations.css';

const ArticlePlayer = lazy(async () => ({ default: (await import('./article-player')).ArticlePlayer }));

/** Closed at first: it costs nothing to those who read. */
export function ListenToArticle({ subjectId }: { subjectId: string }) {
  const messages = useMessages();
  const [wasOpened, setWasOpened] = useState(false);
  return (
    <details className="listen" onToggle={() => setWasOpened(true)}>
      <summary>{messages.title}</summary>
      {wasOpened ? (
        <Suspense fallback={<Loading what={messages.loading} />}>
          <ArticlePlayer subjectId={subjectId} />
        </Suspense>
      ) : null}
    </details>
  );
}
