// What stands where content would: waiting, an error with a way on, nothing yet; and a page that has nothing else to show.
import type { ReactNode } from 'react';
import type { CombinedError } from 'urql';
import { languageNow } from '../i18n/language';
import { useWords, wordsNow } from '../messages/words';
import './state.css';

const FAILURES = ['Unauthenticated', 'Unauthorized', 'UnauthorizedException', 'InvalidCursor', 'Throttled', 'MaxSubscriptionsReachedError'] as const;
/** Refusals of a query, by their `errorType`: their sentences are for people, in English. */
const REFUSALS = { NotFound: 'NOT_FOUND', Forbidden: 'FORBIDDEN', InvalidInput: 'INVALID_INPUT', LimitReached: 'LIMIT_REACHED', RateLimited: 'RATE_LIMITED' } as const;

export function Waiting({ what }: { what: string }) {
  const words = useWords();
  return (
    <p className="state" role="status">
      <span className="spinner" aria-hidden="true" /> {words.waiting({ what })}
    </p>
  );
}

interface FailedProps {
  error: CombinedError;
  retry: () => void;
  /** It is all there is on the page, so what it says is the page's heading. */
  isPage?: boolean;
}

export function Failed({ error, retry, isPage = false }: FailedProps) {
  const words = useWords();
  return (
    <div className="state" role="alert">
      <Path isBroken />
      {isPage ? <h1 className="state-title">{messageOf(error)}</h1> : <p className="state-title">{messageOf(error)}</p>}
      {error.networkError ? <p>{words.nothingLost}</p> : null}
      <button type="button" className="button button-main" onClick={retry}>
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
      <Path />
      {isPage ? <h1 className="state-title">{title}</h1> : <p className="state-title">{title}</p>}
      {children}
    </div>
  );
}

/** A page that has only a state to show is called by its name; while it waits it has no heading, which is the page's own. */
export function StatePage({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="page">
      <title>{`${name} · Waymark`}</title>
      {children}
    </div>
  );
}

/** The way to a place; broken where it does not lead there. */
function Path({ isBroken = false }: { isBroken?: boolean }) {
  return (
    <svg className="state-path" viewBox="0 0 120 64" width="120" height="64" aria-hidden="true">
      <path className="state-hills" d="M4 58c16-20 28-26 40-18s18 12 30 2 22-12 42 16" />
      <path className="state-way" d={isBroken ? 'M12 52c14-10 26-14 36-12M68 42c10 2 14-4 18-10' : 'M12 52c14-10 26-14 40-11 16 4 26 2 34-9'} />
      <path className="state-pin" d="M88 32s-9-8.500-9-15a9 9 0 0 1 18 0c0 6.500-9 15-9 15z" />
      <circle className="state-eye" cx="88" cy="17" r="3" />
    </svg>
  );
}

/** Say an error of the API, or of the way to it, in a sentence for people. */
export function messageOf(error: CombinedError): string {
  const words = wordsNow();
  if (error.networkError) return navigator.onLine ? words.noAnswer : words.offline;
  return [...new Set(error.graphQLErrors.map(failureIn))].join(' ');
}

/** What people meet is said by its `errorType`; the sentences of everything else speak to programmers, and are not shown. */
function failureIn(error: CombinedError['graphQLErrors'][number]): string {
  const words = wordsNow();
  const { errorType } = (error.originalError ?? error) as { errorType?: string };
  const named = FAILURES.find((each) => each === errorType);
  if (named) return words[named];
  const refused = Object.entries(REFUSALS).find(([type]) => type === errorType)?.[1];
  if (!refused) return words.failed;
  return languageNow() === 'en' && error.message ? error.message : words[refused];
}
