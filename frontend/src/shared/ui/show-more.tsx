// The button behind a page of a list, if the list has more.
import type { ReactNode } from 'react';
import './show-more.css';

interface Props {
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  /** Show the next page; null when it is shown already. */
  showNext: ((end: string | null) => void) | null;
  isBusy?: boolean;
  /** Shown before the button. */
  hint?: string | null;
  /** What the button says. */
  children: ReactNode;
}

export function ShowMore({ pageInfo, showNext, isBusy = false, hint = null, children }: Props) {
  if (!showNext || !pageInfo.hasNextPage) return null;
  return (
    <p className="feed-more">
      {hint ? <small>{hint}</small> : null}
      <button type="button" className="button" disabled={isBusy} onClick={() => showNext(pageInfo.endCursor)}>
        {children}
      </button>
    </p>
  );
}
