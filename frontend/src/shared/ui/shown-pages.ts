// The pages of a list that are shown: the first, and one more at each press.
// Each is a query of its own, so that a change of the list reads every shown page again.
import { useState } from 'react';

export interface ShownPage {
  /** Where the page begins; null for the first. */
  after: string | null;
  /** Show the page that begins there; null on a page whose next is shown already. */
  showNext: ((end: string | null) => void) | null;
}

interface ShownPages {
  pages: readonly ShownPage[];
  /** Show the first page only. */
  reset: () => void;
}

export function useShownPages(): ShownPages {
  const [starts, setStarts] = useState<ShownPage['after'][]>([null]);
  const pages = starts.map((after, index) => ({
    after,
    showNext: index === starts.length - 1 ? (end: string | null) => setStarts([...starts, end]) : null,
  }));
  return { pages, reset: () => setStarts([null]) };
}
