// Loading, error and empty states, and the page that shows only one of them.
import type { ReactNode } from 'react';
import type { CombinedError } from 'urql';
import { getLanguage, getLocale } from '../i18n/language';
import { useMessages, getMessages } from '../messages/use-messages';
import './state.css';

const NAMED_ERRORS = [
  'Unauthenticated',
  'Unauthorized',
  'UnauthorizedException',
  'InvalidCursor',
  'Throttled',
  'MaxSubscriptionsReachedError',
] as const;
/** Errors of queries whose English messages are written for people, by `errorType`. */
const REFUSAL_CODES = {
  NotFound: 'NOT_FOUND',
  Forbidden: 'FORBIDDEN',
  InvalidInput: 'INVALID_INPUT',
  LimitReached: 'LIMIT_REACHED',
  RateLimited: 'RATE_LIMITED',
  ShopClosed: 'SHOP_CLOSED',
} as const;

/** A GraphQL error as AppSync sends it. */
interface ApiError {
  errorType?: string;
  errorInfo?: { retryAt?: string } | null;
}

export function Loading({ what }: { what: string }) {
  const messages = useMessages();
  return (
    <p className="state" role="status">
      <span className="spinner" aria-hidden="true" /> {messages.waiting({ what })}
    </p>
  );
}

interface ErrorStateProps {
  error: CombinedError;
  retry: () => void;
  /** The state is the whole page, so its text is the page's heading. */
  isPage?: boolean;
}

export function ErrorState({ error, retry, isPage = false }: ErrorStateProps) {
  const messages = useMessages();
  return (
    <div className="state" role="alert">
      <PathIllustration isBroken />
      {isPage ? (
        <h1 className="state-title">{describeError(error)}</h1>
      ) : (
        <p className="state-title">{describeError(error)}</p>
      )}
      {error.networkError ? <p>{messages.unreachableRemedy}</p> : null}
      <button type="button" className="button button-main" onClick={retry}>
        {messages.tryAgain}
      </button>
    </div>
  );
}

interface EmptyStateProps {
  title: string;
  /** The state is the whole page, so its title is the page's. */
  isPage?: boolean;
  children?: ReactNode;
}

export function EmptyState({ title, isPage = false, children }: EmptyStateProps) {
  return (
    <div className="state">
      {isPage ? <title>{`${title} · Waymark`}</title> : null}
      <PathIllustration />
      {isPage ? <h1 className="state-title">{title}</h1> : <p className="state-title">{title}</p>}
      {children}
    </div>
  );
}

/** A page that shows only a state. While it loads it has a title but no heading. */
export function StatePage({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="page">
      <title>{`${name} · Waymark`}</title>
      {children}
    </div>
  );
}

/** A path to a pin, broken for errors. */
function PathIllustration({ isBroken = false }: { isBroken?: boolean }) {
  return (
    <svg className="state-path" viewBox="0 0 120 64" width="120" height="64" aria-hidden="true">
      <path className="state-hills" d="M4 58c16-20 28-26 40-18s18 12 30 2 22-12 42 16" />
      <path
        className="state-way"
        d={isBroken ? 'M12 52c14-10 26-14 36-12M68 42c10 2 14-4 18-10' : 'M12 52c14-10 26-14 40-11 16 4 26 2 34-9'}
      />
      <path className="state-pin" d="M88 32s-9-8.500-9-15a9 9 0 0 1 18 0c0 6.500-9 15-9 15z" />
      <circle className="state-eye" cx="88" cy="17" r="3" />
    </svg>
  );
}

/** Whether the API has answered that there is no such thing, or none that the reader may see. */
export function isNotFound(error: CombinedError | undefined): boolean {
  return error?.graphQLErrors.some((each) => readApiError(each).errorType === 'NotFound') ?? false;
}

/** Describe an error of the API or the network in the reader's language. */
export function describeError(error: CombinedError): string {
  const messages = getMessages();
  if (error.networkError) return navigator.onLine ? messages.unreachable : messages.offline;
  return [...new Set(error.graphQLErrors.map(describeGraphQLError))].join(' ');
}

/** Say that something was done too often, and when it can be done again, by the reader's clock. */
export function describeLimit(retryAt: string): string {
  const time = new Date(retryAt).toLocaleTimeString(getLocale(), { hour: 'numeric', minute: '2-digit' });
  return getMessages().rateLimitedUntil({ time });
}

/** Known error types have messages. Others carry text for programmers, which is not shown. */
function describeGraphQLError(error: CombinedError['graphQLErrors'][number]): string {
  const messages = getMessages();
  const { errorType, errorInfo } = readApiError(error);
  if (errorType === 'RateLimited' && errorInfo?.retryAt) return describeLimit(errorInfo.retryAt);
  const named = NAMED_ERRORS.find((each) => each === errorType);
  if (named) return messages[named];
  const refused = Object.entries(REFUSAL_CODES).find(([type]) => type === errorType)?.[1];
  if (!refused) return messages.failed;
  return getLanguage() === 'en' && error.message ? error.message : messages[refused];
}

/** AppSync puts the type beside an error's message, not into its extensions. */
function readApiError(error: CombinedError['graphQLErrors'][number]): ApiError {
  return (error.originalError ?? error) as ApiError;
}
