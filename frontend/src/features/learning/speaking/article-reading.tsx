// Reading an article aloud, for its author: what records and hears it loads once it is opened.
import { lazy, Suspense, useState } from 'react';
import { Loading } from '../../../shared/ui/state';
import { useMessages } from './messages/use-messages';

const ReadingPanel = lazy(async () => ({ default: (await import('./reading-panel')).ReadingPanel }));

interface Props {
  subjectId: string;
  text: string;
}

/** Closed at first: few authors come to their article for it. */
export function ArticleReading(props: Props) {
  const messages = useMessages();
  const [wasOpened, setWasOpened] = useState(false);
  return (
    <details className="article-feedback article-reading" onToggle={() => setWasOpened(true)}>
      <summary>{messages.title}</summary>
      {wasOpened ? (
        <Suspense fallback={<Loading what={messages.loading} />}>
          <ReadingPanel {...props} />
        </Suspense>
      ) : null}
    </details>
  );
}
