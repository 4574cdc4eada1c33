// What stands where content would: waiting, an error with a way on, nothing yet.
import type { ReactNode } from 'react';
import type { CombinedError } from 'urql';
import { languageNow } from '../i18n/language';
import { useWords, wordsNow } from '../messages/words';
import './state.css';

const FAILURES = ['Unauthenticated', 'Unauthorized', 'UnauthorizedException', 'InvalidCursor', 'Throttled', 'MaxSubscriptionsReachedError'] as const;

export function Waiting({ what }: { what: string }) {
  const words = useWords();
  return (
    <p className="state" role="status">
      <span className="spinner" aria-hidden="true" /> {words.waiting({ what })}
    </p>
  );
}

export function Failed({ error, retry }: { error: CombinedError; retry: () => void }) {
  const words = useWords();
  return (
    <div className="state" role="alert">
      <p>{messageOf(error)}</p>
      <button type="button" className="button" onClick={retry}>
        {words.tryAgain}
      </button>
    </div>
  );
}

interface EmptyProps {
  title: string;
  /** It is all there is on the page, so its title is the page's. */
  isPage?: boolean;
  children?: ReactNode;
}

export function Empty({ title, isPage = false, children }: EmptyProps) {
  return (
    <div className="state">
      {isPage ? <title>{`${title} · Waymark`}</title> : null}
      {isPage ? <h1 className="state-title">{title}</h1> : <p className="state-title">{title}</p>}
      {children}
    </div>
  );
}

/** Say an error of the API, or of the way to it, in a sentence for people. */
export function messageOf(error: CombinedError): string {
  const words = wordsNow();
  if (error.networkError) return navigator.onLine ? words.noAnswer : words.offline;
  return [...new Set(error.graphQLErrors.map(failureIn))].join(' ');
}

/** AppSync's sentences are English and speak to programmers; those that people meet are said by their `errorType`. */
function failureIn(error: CombinedError['graphQLErrors'][number]): string {
  const words = wordsNow();
  const { errorType } = (error.originalError ?? error) as { errorType?: string };
  const named = FAILURES.find((each) => each === errorType);
  if (named) return words[named];
  return languageNow() === 'en' && error.message ? error.message : words.failed;
}
